/** The web application: one page for all its addresses, its files, and what holders of a result's address see. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import { inMaintenance } from './maintenance.ts';
import { messagePage } from './message-page.ts';
import { sharedScan } from './native/scan-access.ts';
import type { HttpServices, Routes } from './services.ts';

/** Addresses of the application's own router. */
const PAGES = ['/', '/sign-in', '/account', '/leaks', '/scans', '/scans/*', '/library', '/registry', '/search', '/verify', '/documents', '/matches', '/crawls'];
const SHARED = ['/result/:token', '/result/:token/*'];

export const webPages: Routes = async (app, services) => {
  const dist = path.join(services.config.root, 'web', 'dist');
  if (existsSync(dist)) {
    await app.register(fastifyStatic, {
      root: dist, index: false, wildcard: false, cacheControl: false,
      setHeaders: (reply, file) => void reply.header('cache-control', file.includes(`${path.sep}assets${path.sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache'),
    });
  }
  const hide = { schema: { hide: true } };
  app.get('/favicon.ico', hide, async (_, reply) => reply.header('cache-control', 'public, max-age=86400').code(204).send());
  for (const url of PAGES) app.get(url, hide, async (_, reply) => sendApplication(reply, dist, services));
  for (const url of SHARED) {
    app.get<{ Params: { token: string } }>(url, hide, async (request, reply) => {
      const { token } = request.params;
      if (!/^[0-9a-f]{64}$/.test(token) || !(await sharedScan(token, services))) return sendGone(reply);
      return sendApplication(reply, dist, services);
    });
  }
};

async function sendApplication(reply: FastifyReply, dist: string, services: HttpServices): Promise<FastifyReply> {
  if (await inMaintenance(services)) {
    reply.header('retry-after', '300');
    return messagePage(reply, { status: 503, title: 'Maintenance', html: '<h1>Touchstone is under maintenance</h1><p>Scans that were sent are safe and go on afterwards. Please try again in a few minutes.</p>' });
  }
  const page = await readFile(path.join(dist, 'index.html')).catch(() => undefined);
  if (!page) return messagePage(reply, { status: 503, title: 'Not built', html: '<h1>The web application is not built</h1><p>Run <code>npm run build</code> and start again. The APIs work without it; see <a href="/docs">/docs</a>.</p>' });
  return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
}

/** An address that never was, was deleted, or is past its retention: the three look alike. */
export function sendGone(reply: FastifyReply): FastifyReply {
  return messagePage(reply, { status: 410, title: 'No longer available', html: '<h1>This result is no longer available</h1><p>Results and reports are kept for a limited time. Ask the sender to scan the files again, or check that the address is complete.</p>' });
}

/** The documentation we serve: OpenAPI and its page at /docs, the Imagetwin reference as we serve it at /docs/imagetwin. No byte of it comes from elsewhere. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import type { FastifySchema } from 'fastify';
import { messagePage } from './message-page.ts';
import { renderMarkdown } from './render-markdown.ts';
import { relaxForDocs } from './security-headers.ts';
import type { Routes } from './services.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Schema of a body that is not validated as a whole (multipart), for the documentation. */
    documentedBody?: unknown;
  }
}

/** Nothing of the page may lead to its maker's services. */
const OFFLINE = {
  pageTitle: 'Touchstone API', withDefaultFonts: false, telemetry: false, hideClientButton: true, showDeveloperTools: 'never', agent: { disabled: true }, mcp: { disabled: true }, documentDownloadType: 'json',
} as const;

/** Not encapsulated: the routes of the whole server are described. */
export const describeApi: Routes = async (app, { config }) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Touchstone', version: config.version, description: 'Tells whether an image was used before, was changed, was generated, and whose it is. The Imagetwin-compatible API is described at [/docs/imagetwin](/docs/imagetwin).' },
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'ts_session' } } },
      security: [{ key: [] }, { session: [] }],
    },
    transform({ schema, url, route }) {
      const body = route.config?.documentedBody;
      const described: FastifySchema = { ...(schema ?? {}), ...(body === undefined ? {} : { body }) };
      return { schema: schema ? described : { hide: true }, url };
    },
  });
  await app.register(async (page) => {
    page.addHook('onSend', async (_, reply) => {
      if (String(reply.getHeader('content-type')).startsWith('text/html')) relaxForDocs(reply);
      reply.removeHeader('access-control-allow-origin').removeHeader('access-control-allow-methods');
    });
    await page.register(scalar, { routePrefix: '/docs', configuration: OFFLINE });
  });
  app.get('/docs/imagetwin', { schema: { hide: true } }, async (_, reply) => {
    const text = await readFile(path.join(config.root, 'docs', 'dialects', 'imagetwin.md'), 'utf8');
    return messagePage(reply, { status: 200, title: 'Imagetwin-compatible API', html: renderMarkdown(text) });
  });
};
Object.assign(describeApi, { [Symbol.for('skip-override')]: true });

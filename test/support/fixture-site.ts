/** A web site on a free loopback port, with what a crawler may meet. It keeps the times and headers of what it was asked. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly path: string;
  readonly at: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly method: string;
}

export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Never ends: a few bytes now and then. */
  readonly drip?: boolean;
}

export type Page = Answer | ((asked: Asked, count: number) => Answer);

export interface FixtureSite {
  readonly host: string;
  readonly url: string;
  readonly asked: Asked[];
  /** Paths asked for, in turn, without those of robots.txt and the sitemap. */
  paths(): string[];
  /** Adds or replaces a page. */
  set(path: string, page: Page): void;
  close(): Promise<void>;
}

export async function startSite(pages: Readonly<Record<string, Page>>): Promise<FixtureSite> {
  const known = new Map(Object.entries(pages));
  const asked: Asked[] = [];
  const counts = new Map<string, number>();
  const drips = new Set<NodeJS.Timeout>();
  const server = http.createServer((request, response) => {
    const path = request.url ?? '/';
    const one: Asked = { path, at: performance.now(), headers: request.headers, method: request.method ?? '' };
    asked.push(one);
    const count = (counts.get(path) ?? 0) + 1;
    counts.set(path, count);
    const page = known.get(path) ?? [...known].find(([pattern]) => pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)))?.[1];
    const { status = 200, type = 'text/html', headers = {}, body = '', drip = false } = page === undefined ? { status: 404, body: 'no such page' } : typeof page === 'function' ? page(one, count) : page;
    response.writeHead(status, { 'content-type': type, ...headers });
    if (!drip) return void response.end(request.method === 'HEAD' ? undefined : body);
    const timer = setInterval(() => response.write('.'), 100);
    drips.add(timer);
    response.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host, url: `http://${host}`, asked,
    paths: () => asked.map(({ path }) => path).filter((path) => path !== '/robots.txt' && path !== '/sitemap.xml'),
    set: (path, page) => void known.set(path, page),
    close: () => new Promise((resolve) => {
      for (const timer of drips) clearInterval(timer);
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

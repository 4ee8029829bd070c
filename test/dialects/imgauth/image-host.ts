/** A host of images on the loopback, with one address that leads to a private one. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listener {
  readonly url: string;
  readonly port: number;
  serve(files: Readonly<Record<string, Buffer>>): void;
  close(): Promise<void>;
}

export async function listenOn(): Promise<Listener> {
  const files = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    if (request.url === '/to-private') response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end();
    else if (file) response.writeHead(200, { 'content-type': 'image/jpeg' }).end(file);
    else response.writeHead(404).end('no');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`, port,
    serve: (more) => Object.entries(more).forEach(([name, bytes]) => files.set(name, bytes)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

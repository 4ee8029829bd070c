/** A callback listener on a free local port that answers what it is told and keeps what it got. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Listener {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly url: string;
  readonly received: Received[];
  /** What the next calls are answered, in turn; then 200. May do something first. */
  answer(...replies: (Reply | ((received: Received) => Promise<Reply>))[]): void;
  close(): Promise<void>;
}

export async function startListener(): Promise<Listener> {
  const received: Received[] = [];
  const replies: (Reply | ((received: Received) => Promise<Reply>))[] = [];
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += String(chunk); });
    request.on('end', () => {
      const one: Received = { method: request.method ?? '', headers: request.headers, body };
      const next = replies.shift() ?? { status: 200 };
      void Promise.resolve(typeof next === 'function' ? next(one) : next).then(({ status, headers }) => {
        received.push(one);
        response.writeHead(status, headers).end('ok');
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host, url: `http://${host}/hook?token=a%20b`, received,
    answer: (...next) => void replies.push(...next),
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** Calls a server as a program would: status, headers, body; forms with files. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Uint8Array;
  /** The body as JSON. */
  json<T = Record<string, unknown>>(): T;
}

export interface FilePart {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly field?: string;
}

export class Client {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.url = url;
    this.headers = headers;
  }

  with(headers: Readonly<Record<string, string>>): Client {
    return new Client(this.url, { ...this.headers, ...headers });
  }

  async send(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const json = body !== undefined && !(body instanceof FormData) && !(body instanceof Blob) && typeof body !== 'string';
    const response = await fetch(this.url + path, {
      method, redirect: 'manual',
      headers: { ...this.headers, ...(json ? { 'content-type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : (body as FormData | Blob | string) }),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    return { status: response.status, headers: response.headers, text, bytes, json: <T>() => JSON.parse(text) as T };
  }

  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  form(path: string, files: readonly FilePart[], fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const { name, bytes, field = 'file' } of files) form.append(field, new Blob([bytes as Uint8Array<ArrayBuffer>]), name);
    return this.send('POST', path, form);
  }

  /** Signed in by cookie, with the CSRF token on every call. */
  async signIn(user: string, password: string): Promise<Client> {
    const answer = await this.send('POST', '/native/v1/session', { user, password });
    if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${answer.text}`);
    const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
    return new Client(this.url, { cookie, 'x-csrf-token': answer.json<{ csrf: string }>().csrf });
  }
}

/** Asks again until `done`; throws after `timeoutMs` with the last answer. */
export async function until<T>(ask: () => Promise<T>, done: (value: T) => boolean, timeoutMs = 150_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await ask();
    if (done(value)) return value;
    if (Date.now() > end) throw new Error(`still waiting after ${timeoutMs} ms: ${JSON.stringify(value).slice(0, 500)}`);
    await pause(100);
  }
}

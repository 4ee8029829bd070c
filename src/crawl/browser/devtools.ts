/**
 * A Chromium process and the line to it: Chrome DevTools Protocol over a pipe, a JSON message with a zero byte behind it.
 * It has no port that others could open, and no way to the network: all it wants is asked of us (`Fetch`), and what would go around
 * that (web sockets, WebRTC, look-ups) meets a proxy that is not there.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { UnavailableError } from '../../core/errors.ts';

export interface DevtoolsEvent {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly sessionId?: string;
}

export interface Devtools {
  /** @throws {UnavailableError} `fetch/failed`: the browser refused it, or has ended. */
  send<T = Record<string, unknown>>(method: string, params?: object, sessionId?: string): Promise<T>;
  /** @returns stops listening. */
  on(listener: (event: DevtoolsEvent) => void): () => void;
  /** False once the process has ended. */
  alive(): boolean;
  close(): Promise<void>;
}

const FLAGS = [
  '--headless=new', '--remote-debugging-pipe', '--no-first-run', '--no-default-browser-check', '--disable-gpu', '--disable-dev-shm-usage', '--mute-audio', '--hide-scrollbars',
  '--disable-background-networking', '--disable-component-update', '--disable-default-apps', '--disable-extensions', '--disable-sync', '--disable-domain-reliability', '--metrics-recording-only', '--no-pings',
  '--disable-features=Translate,OptimizationHints,MediaRouter,NetworkPrediction', '--dns-prefetch-disable',
  // Nothing listens on the discard port; loopback is not exempt.
  '--proxy-server=http://127.0.0.1:9', '--proxy-bypass-list=<-loopback>', '--force-webrtc-ip-handling-policy=disable_non_proxied_udp', '--host-resolver-rules=MAP * ~NOTFOUND',
  '--force-color-profile=srgb', '--font-render-hinting=none', '--lang=en-US',
] as const;

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

/** @throws {UnavailableError} `fetch/failed`: it did not start. */
export async function startDevtools(program: string): Promise<Devtools> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'touchstone-browser-'));
  // Chromium refuses its own sandbox to root. Nothing of our environment is its business.
  const flags = [...FLAGS, `--user-data-dir=${profile}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), 'about:blank'];
  const child = spawn(program, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32', env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: profile } });
  const [output, input] = [child.stdio[3] as Duplex, child.stdio[4] as Duplex];
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: DevtoolsEvent) => void>();
  let ended = false;
  let last = 0;

  const end = (): void => {
    ended = true;
    for (const { reject } of waiting.values()) reject(gone());
    waiting.clear();
  };
  child.once('error', end);
  const exited = new Promise<void>((resolve) => child.once('close', () => { end(); resolve(); }));
  for (const stream of [output, input]) stream.on('error', end);

  const take = (text: string): void => {
    const message = JSON.parse(text) as { id?: number; result?: never; error?: { message?: string } } & DevtoolsEvent;
    if (message.id === undefined) return listeners.forEach((listener) => listener(message));
    const one = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) one?.reject(new UnavailableError('fetch/failed', `the browser refused: ${message.error.message ?? 'no reason given'}`));
    else one?.resolve(message.result as never);
  };
  let rest: Buffer[] = [];
  input.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, from)) {
      take(Buffer.concat([...rest, chunk.subarray(from, at)]).toString('utf8'));
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  });

  return {
    send: (method, params = {}, sessionId) => new Promise((resolve, reject) => {
      if (ended) return reject(gone());
      waiting.set(++last, { resolve, reject });
      output.write(`${JSON.stringify({ id: last, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`);
    }),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    alive: () => !ended,
    async close() {
      killGroup(child.pid);
      await exited;
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

const gone = (): UnavailableError => new UnavailableError('fetch/failed', 'the browser has ended');

/** The browser is the head of a process group of its own: its helpers go with it. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

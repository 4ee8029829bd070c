/** A server on a fresh data folder: how fast it comes up, how long a paper takes, how much memory, and whether others have to wait. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '../eval/metrics/scores.ts';
import { Client } from '../test/support/client.ts';

export interface ServerFigures {
  /** s, from the start of the process to the first page; dependencies installed, database not yet made. */
  readonly firstStartS: number;
  /** s, on the same data folder. */
  readonly laterStartS: number;
  /** s, from sending the paper to its result. */
  readonly paperS: number;
  /** s of processor time of all threads of the server meanwhile: what the scan costs, whatever else the machine does. */
  readonly paperCpuS: number;
  /** MB, largest resident size of the server with all its threads, without the database. */
  readonly peakMb: number;
  /** ms, of other requests while the paper was scanned. */
  readonly latency: { readonly requests: number; readonly p50: number; readonly p95: number; readonly max: number };
  readonly workers: number;
  readonly findings: number;
}

export async function measureServer(paper: Uint8Array): Promise<ServerFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  await chmod(folder, 0o755); // started as root, the database runs as another user
  const dataDir = path.join(folder, 'data');
  try {
    const first = await start(dataDir);
    console.error(`up after ${first.seconds.toFixed(1)} s`);
    const password = /password\s+(\S+)/.exec(await first.saidBy((text) => text.includes('password')))?.[1] ?? '';
    const client = await new Client(first.url).signIn('demo', password);
    await finished(client, await newest(client)); // the demo paper
    console.error('the demo paper is scanned; now the large one');
    const [began, cpuBefore] = [performance.now(), await cpuOf(first.process)];
    const sent = await client.form('/native/v1/scans', [{ name: 'paper.pdf', bytes: paper }]);
    if (sent.status !== 201) throw new Error(`scan refused: ${sent.status} ${sent.text}`);
    const { id } = sent.json<{ id: string }>();
    const latencies = await askMeanwhile(client, id);
    const paperS = (performance.now() - began) / 1000;
    const paperCpuS = (await cpuOf(first.process)) - cpuBefore;
    const result = (await client.get(`/native/v1/scans/${id}/result`)).json<{ findings: readonly unknown[] }>();
    const { workers } = (await client.get('/health')).json<{ workers: number }>();
    const peakMb = await peakOf(first.process);
    await first.stop();
    const later = await start(dataDir);
    await later.stop();
    return {
      firstStartS: first.seconds, laterStartS: later.seconds, paperS, paperCpuS, peakMb, workers, findings: result.findings.length,
      latency: { requests: latencies.length, p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95), max: Math.max(...latencies) },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Started {
  readonly url: string;
  readonly seconds: number;
  readonly process: ChildProcess;
  saidBy(enough: (text: string) => boolean): Promise<string>;
  stop(): Promise<void>;
}

async function start(dataDir: string): Promise<Started> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, ['src/main.ts'], { env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const isUp = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said}`);
    return fetch(`${url}/`).then(({ ok }) => ok, () => false);
  };
  await waitFor(isUp, 240_000, () => said);
  return {
    url, seconds: (performance.now() - began) / 1000, process: child,
    async saidBy(enough) {
      await waitFor(async () => enough(said), 30_000, () => said);
      return said;
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** One request after another, a short rest between: each is timed. Ends with the scan. */
async function askMeanwhile(client: Client, id: string): Promise<readonly number[]> {
  const latencies: number[] = [];
  const paths = ['/health', '/native/v1/me', '/native/v1/scans?limit=20', '/'] as const;
  for (let i = 0; ; i++) {
    const began = performance.now();
    const answer = await client.get(paths[i % paths.length] ?? '/health');
    latencies.push(performance.now() - began);
    if (answer.status !== 200) throw new Error(`${paths[i % paths.length]}: ${answer.status} while scanning`);
    if (i % 8 === 7 && (await isOver(client, id))) return latencies;
    await pause(60);
  }
}

async function newest(client: Client): Promise<string | undefined> {
  return (await client.get('/native/v1/scans')).json<{ scans: readonly { id: string }[] }>().scans[0]?.id;
}

async function finished(client: Client, id: string | undefined): Promise<void> {
  if (id) await waitFor(() => isOver(client, id), 300_000, () => `scan ${id}`);
}

async function isOver(client: Client, id: string): Promise<boolean> {
  const { state, problem } = (await client.get(`/native/v1/scans/${id}`)).json<{ state: string; problem?: { message: string } }>();
  if (state === 'failed' || state === 'cancelled') throw new Error(`the scan ${state}: ${problem?.message}`);
  return state === 'finished';
}

async function peakOf({ pid }: ChildProcess): Promise<number> {
  return Number(/VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;
}

/** s, user and system; the kernel counts in hundredths. */
async function cpuOf({ pid }: ChildProcess): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function waitFor(done: () => Promise<boolean>, timeoutMs: number, state: () => string): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await done())) {
    if (performance.now() > end) throw new Error(`still waiting after ${timeoutMs} ms: ${state()}`);
    await pause(50);
  }
}

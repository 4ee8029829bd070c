/** Key frames of a film, taken by the `ffmpeg` on PATH. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { InputError, LimitError } from '../core/errors.ts';

export interface KeyFrame {
  /** From the start, s. */
  readonly second: number;
  /** JPEG. */
  readonly bytes: Uint8Array;
}

export interface KeyFrameOptions {
  /** Folder that may be written to. */
  readonly dataDir: string;
  /** ms. */
  readonly timeoutMs: number;
  /** Name of the program. */
  readonly ffmpeg?: string;
}

/** Frames of one film, at most: about one a second of a short film, spread evenly over a long one. */
const MAX_FRAMES = 64;
/** px of the longer side; the index looks at less. */
const MAX_SIDE = 1280;

/**
 * The key frames of an MP4, at most 64, spread over its length; in their order.
 *
 * @throws {InputError} `not-implemented`: there is no ffmpeg; `image/corrupt`: no film that it can read.
 * @throws {LimitError} `image/too-many-frames`: it takes too long.
 */
export async function readKeyFrames(bytes: Uint8Array, options: KeyFrameOptions): Promise<readonly KeyFrame[]> {
  const parent = path.join(options.dataDir, 'uploads');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'film-'));
  try {
    const film = path.join(folder, 'film.mp4');
    await writeFile(film, bytes, { mode: 0o600 });
    const length = durationOf((await runFfmpeg([...INPUT, film], options)).log);
    const every = Math.max(1, length / MAX_FRAMES);
    const filter = `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${every.toFixed(3)})',scale='min(${MAX_SIDE},iw)':'min(${MAX_SIDE},ih)':force_original_aspect_ratio=decrease,showinfo`;
    const { log } = await runFfmpeg(['-skip_frame', 'nokey', ...INPUT, film, '-map', '0:v:0', '-vf', filter, '-vsync', 'vfr', '-frames:v', String(MAX_FRAMES), '-q:v', '3', path.join(folder, 'frame-%03d.jpg')], options);
    return await collect(folder, log);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The demuxer is named and only files are opened, so that a play list in disguise cannot make it read or call anything else. */
const INPUT = ['-protocol_whitelist', 'file', '-f', 'mov', '-i'] as const;

async function collect(folder: string, log: string): Promise<KeyFrame[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort();
  const seconds = [...log.matchAll(/pts_time:\s*([\d.]+)/g)].map((match) => Number(match[1]));
  if (names.length === 0) throw new InputError('image/corrupt', 'the film has no picture that can be read; convert it to MP4 with H.264 and send that');
  return Promise.all(names.map(async (name, i) => ({ second: seconds[i] ?? 0, bytes: new Uint8Array(await readFile(path.join(folder, name))) })));
}

/** s; 0 when it does not say. */
function durationOf(log: string): number {
  const [, hours = 0, minutes = 0, seconds = 0] = /Duration: (\d+):(\d+):([\d.]+)/.exec(log) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

interface Ended {
  /** What it says of the film and of each frame. */
  readonly log: string;
}

/** bytes of the log that are kept; it says a few hundred a frame. */
const MAX_LOG = 2 ** 20;

function runFfmpeg(args: readonly string[], { timeoutMs, ffmpeg = 'ffmpeg' }: KeyFrameOptions): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(ffmpeg, ['-nostdin', '-hide_banner', '-threads', '1', ...args], { stdio: ['ignore', 'ignore', 'pipe'], timeout: timeoutMs, killSignal: 'SIGKILL' });
    if (child.pid !== undefined) lowerPriority(child.pid);
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (log.length < MAX_LOG) log += text;
    });
    child.once('error', (cause) => {
      reject(new InputError('not-implemented', 'videos need the program ffmpeg, which is not installed on this server; ask its operator to install it', {}, { cause }));
    });
    // Its status is 1 when no output was asked for; what it wrote is judged by the caller.
    child.once('close', (_, signal) => {
      if (signal !== null) reject(new LimitError('image/too-many-frames', `the film could not be read within ${Math.round(timeoutMs / 1000)} s; send a shorter or smaller one`));
      else resolve({ log });
    });
  });
}

/** So that a person's request never waits for a film. */
function lowerPriority(pid: number): void {
  try {
    os.setPriority(pid, 10);
  } catch {
    // It may have ended already.
  }
}

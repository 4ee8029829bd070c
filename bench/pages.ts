/** Pages of documents judged: processor time of both threads that read them and of weighing, and the memory of the largest. */
import sharp from 'sharp';
import { quantile } from '../eval/metrics/scores.ts';
import { judgeDocument } from '../src/scan/tasks/judge-document.ts';
import { readDocument } from '../src/scan/tasks/read-page.ts';
import { asPng, scannedPage } from '../test/support/scanned-page.ts';

export interface PageFigures {
  readonly measured: string;
  /** ms for 2 megapixels with heat map, decoding included, where two cores are free: processor time of the longer thread, and of weighing; 50th and 95th percentile. */
  readonly ms: readonly [number, number];
  /** ms of processor time of both threads and of weighing: 50th percentile. */
  readonly cpuMs: number;
  readonly rounds: number;
  /** MB, largest resident memory up to then, Node and the making of the page included. */
  readonly mb: number;
  /** The same for 8192 × 8192 px, once; s of processor time of the one thread that reads it, and of weighing. */
  readonly largeS: number;
  readonly largeMb: number;
}

const [WIDTH, HEIGHT, LARGE] = [1200, 1667, 8192];
/** Rounds that warm up. */
const WARM = 2;

export async function measurePages(measured: string, rounds = 20): Promise<PageFigures> {
  const page = await sharp(await asPng(await scannedPage(WIDTH, HEIGHT))).jpeg({ quality: 90 }).toBuffer();
  const times: Judged[] = [];
  for (let round = 0; round < rounds + WARM; round++) {
    const ms = await judged(page);
    if (round >= WARM) times.push(ms);
  }
  const mb = peak();
  const large = await sharp({ create: { width: LARGE, height: LARGE, channels: 3, background: 'white' } }).composite([{ input: page, tile: true }]).jpeg({ quality: 85 }).toBuffer();
  const waits = times.map(({ wait }) => wait);
  return { measured, ms: [quantile(waits, 0.5), quantile(waits, 0.95)], cpuMs: quantile(times.map(({ all }) => all), 0.5), rounds, mb, largeS: (await judged(large)).all / 1000, largeMb: peak() };
}

/** ms of processor time. */
interface Judged {
  readonly wait: number;
  readonly all: number;
}

async function judged(bytes: Uint8Array): Promise<Judged> {
  const [quick, first] = await timed(() => readDocument({ bytes, maxPixels: 1e8, share: 'quick' }));
  const [slow, second] = await timed(() => readDocument({ bytes, maxPixels: 1e8, share: 'slow' }));
  if (!first) throw new RangeError('the quick share is always read');
  const [weigh] = await timed(() => judgeDocument({ read: { ...first, readings: [...first.readings, ...(second?.readings ?? [])] }, heatMap: true }));
  return { wait: Math.max(quick, slow) + weigh, all: quick + slow + weigh };
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [number, T]> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1000, result];
}

const peak = (): number => process.resourceUsage().maxRSS / 1024;

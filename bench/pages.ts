/** Pages of documents judged, each in one thread: processor time, and the memory of the largest. */
import sharp from 'sharp';
import { quantile } from '../eval/metrics/scores.ts';
import { judgeDocument } from '../src/scan/tasks/judge-document.ts';
import { asPng, scannedPage } from '../test/support/scanned-page.ts';

export interface PageFigures {
  readonly measured: string;
  /** ms of processor time for 2 megapixels with heat map, decoding included: 50th and 95th percentile. */
  readonly ms: readonly [number, number];
  readonly rounds: number;
  /** MB, largest resident memory up to then, Node and the making of the page included. */
  readonly mb: number;
  /** The same for 8192 × 8192 px, once. */
  readonly largeS: number;
  readonly largeMb: number;
}

const [WIDTH, HEIGHT, LARGE] = [1200, 1667, 8192];
/** Rounds that warm up. */
const WARM = 2;

export async function measurePages(measured: string, rounds = 20): Promise<PageFigures> {
  const page = await sharp(await asPng(await scannedPage(WIDTH, HEIGHT))).jpeg({ quality: 90 }).toBuffer();
  const times: number[] = [];
  for (let round = 0; round < rounds + WARM; round++) {
    const ms = await judged(page);
    if (round >= WARM) times.push(ms);
  }
  const mb = peak();
  const large = await sharp({ create: { width: LARGE, height: LARGE, channels: 3, background: 'white' } }).composite([{ input: page, tile: true }]).jpeg({ quality: 85 }).toBuffer();
  return { measured, ms: [quantile(times, 0.5), quantile(times, 0.95)], rounds, mb, largeS: (await judged(large)) / 1000, largeMb: peak() };
}

/** ms of processor time, all threads. */
async function judged(bytes: Uint8Array): Promise<number> {
  const before = process.cpuUsage();
  await judgeDocument({ bytes, maxPixels: 1e8, heatMap: true });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const peak = (): number => process.resourceUsage().maxRSS / 1024;

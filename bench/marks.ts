/** Marks: laid, looked for, and tried key by key; processor time of one thread. */
import sharp from 'sharp';
import { image, type LumaImage, type RgbImage } from '../src/core/image.ts';
import { seededRandom } from '../src/core/random.ts';
import { readJpeg } from '../src/imaging/codecs/jpeg/read.ts';
import { alignQuery } from '../src/watermark/align/align-query.ts';
import { seenFrom } from '../src/watermark/align/query-levels.ts';
import { detectMarks } from '../src/watermark/detect.ts';
import { embedMark } from '../src/watermark/embed.ts';
import { jpegLuma } from '../src/watermark/files/jpeg-luma.ts';
import { lumaPlane } from '../src/watermark/files/luma-plane.ts';
import { markJpeg } from '../src/watermark/files/mark-jpeg.ts';
import { rgbLuma } from '../src/watermark/files/rgb-luma.ts';
import { registrationThumb } from '../src/watermark/files/thumb.ts';
import { prepareHost, type Host } from '../src/watermark/prepare-host.ts';
import { residualOf } from '../src/watermark/residual.ts';
import { scoreKeys } from '../src/watermark/score-keys.ts';
import { photo } from '../test/support/synthetic.ts';
import { quantile } from '../eval/metrics/scores.ts';

export interface MarkFigures {
  /** Day, as given by whoever measured. */
  readonly measured: string;
  /** ms of processor time, medians: the mark of 12 megapixels worked out and read row by row, without codec. */
  readonly embedMs: number;
  /** From a JPEG of 12 megapixels to the marked JPEG and its thumb. */
  readonly fileMs: number;
  /** A copy of 12 megapixels against a host seen before. */
  readonly detectMs: number;
  /** A host from its thumb, with its keypoints. */
  readonly hostMs: number;
  /** 10 000 keys of one original, one residual. */
  readonly keysMs: number;
  /** The mark of 50 megapixels, as the first. */
  readonly embed50Ms: number;
  /** MB the process took more while the mark of 50 megapixels was worked out, the 8-bit image not counted. */
  readonly embed50Mb: number;
  readonly rounds: number;
}

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i);
const REQUEST = { keyFor: () => KEY, maxPixels: 1e8 } as const;

export async function measureMarks(measured: string, rounds = 3): Promise<MarkFigures> {
  const scene = await grained(4000, 3000);
  const jpeg = new Uint8Array(await sharp(scene.data, { raw: { width: scene.width, height: scene.height, channels: 3 } }).jpeg({ quality: 92 }).toBuffer());
  const times: Record<'embed' | 'file' | 'detect' | 'host' | 'keys', number[]> = { embed: [], file: [], detect: [], host: [], keys: [] };
  const keys = Array.from({ length: 10_000 }, (_, i) => ({ key: KEY.map((byte, n) => (n < 4 ? (i >> (8 * n)) & 255 : byte)) }));
  for (let round = 0; round <= rounds; round++) {
    const note = (name: keyof typeof times, ms: number): void => void (round > 0 && times[name].push(ms)); // the first round warms up
    note('embed', cpuOf(() => embedWhole(scene)).ms);
    const { ms: fileMs, value: file } = cpuOf(() => {
      const marked = markJpeg(jpeg, REQUEST);
      return { ...marked, thumb: registrationThumb(marked.embedding.canonical, marked.chroma) };
    });
    note('file', fileMs);
    const { ms: hostMs, value: host } = cpuOf(() => {
      const made = prepareHost({ design: file.embedding.design, luma: lumaPlane(jpegLuma(readJpeg(file.thumb, { maxPixels: 4e6 }))) });
      made.keypoints('direct', false);
      return made;
    });
    note('host', hostMs);
    const query = await shown(file.bytes);
    const { ms, value: found } = cpuOf(() => detectMarks({ query, host, keys: [{ key: KEY }] }));
    if (!found.keys[0]?.marked) throw new Error('the mark was not found; the benchmark would measure the wrong thing');
    note('detect', ms);
    const residual = residualFrom(host, query);
    note('keys', cpuOf(() => scoreKeys([residual], keys, { grid: host.grid, maxPayload: 0, log10Threshold: -6 })).ms);
  }
  const large = await grained(8160, 6120);
  const before = process.memoryUsage().rss;
  let most = before;
  const { ms: embed50Ms } = cpuOf(() => embedWhole(large, () => { most = Math.max(most, process.memoryUsage().rss); }));
  const median = (values: readonly number[]): number => quantile(values, 0.5);
  return {
    measured, embedMs: median(times.embed), fileMs: median(times.file), detectMs: median(times.detect), hostMs: median(times.host), keysMs: median(times.keys),
    embed50Ms, embed50Mb: (most - before) / 2 ** 20, rounds,
  };
}

/** @param look is called now and then. */
function embedWhole(scene: RgbImage, look?: () => void): void {
  const outcome = embedMark({ source: rgbLuma(scene), key: KEY });
  if (outcome.refused) throw new Error('the picture was refused');
  const row = new Float32Array(scene.width);
  for (let y = 0; y < scene.height; y++) {
    outcome.delta.read(y, row);
    if (look && y % 256 === 0) look();
  }
}

/** A drawn scene, enlarged, with the grain of a sensor: what is drawn is not a camera's detail, but as much work. */
async function grained(width: number, height: number): Promise<RgbImage> {
  const scene = photo('bench marks', 1600, 1200);
  const data = await sharp(scene.data, { raw: { width: 1600, height: 1200, channels: 3 } }).resize(width, height, { fit: 'fill' }).raw().toBuffer();
  const random = seededRandom('grain');
  const grain = Int8Array.from({ length: 65_537 }, () => Math.round(9 * (random.next() + random.next() - 1)));
  for (let i = 0; i < data.length; i++) data[i] = Math.min(255, Math.max(0, (data[i] ?? 0) + (grain[(i * 31) % grain.length] ?? 0)));
  return image(width, height, 3, new Uint8Array(data.buffer, data.byteOffset, data.length));
}

async function shown(jpeg: Uint8Array): Promise<LumaImage> {
  const { data, info } = await sharp(jpeg).jpeg({ quality: 75 }).toBuffer().then((bytes) => sharp(bytes).raw().toBuffer({ resolveWithObject: true }));
  return lumaPlane(rgbLuma(image(info.width, info.height, 3, new Uint8Array(data))));
}

function residualFrom(host: Host, query: LumaImage): ReturnType<typeof residualOf> {
  const { levels, alignments: [alignment] } = alignQuery(host, query);
  if (!alignment) throw new Error('the copy could not be laid over its original');
  const seen = seenFrom(levels, alignment.matrix, host.level(1));
  return residualOf(host, seen.data, seen.inside);
}

function cpuOf<T>(work: () => T): { readonly ms: number; readonly value: T } {
  const started = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(started);
  return { ms: (user + system) / 1000, value };
}

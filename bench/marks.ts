/** Marks: laid, looked for, and tried key by key; processor time of one thread. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import sharp from 'sharp';
import { image, type LumaImage } from '../src/core/image.ts';
import { readJpeg } from '../src/imaging/codecs/jpeg/read.ts';
import { alignQuery } from '../src/watermark/align/align-query.ts';
import { seenFrom } from '../src/watermark/align/query-levels.ts';
import { detectMarks } from '../src/watermark/detect.ts';
import { jpegLuma } from '../src/watermark/files/jpeg-luma.ts';
import { lumaPlane } from '../src/watermark/files/luma-plane.ts';
import { markJpeg } from '../src/watermark/files/mark-jpeg.ts';
import { rgbLuma } from '../src/watermark/files/rgb-luma.ts';
import { registrationThumb } from '../src/watermark/files/thumb.ts';
import { prepareHost, type Host } from '../src/watermark/prepare-host.ts';
import { residualOf } from '../src/watermark/residual.ts';
import { scoreKeys } from '../src/watermark/score-keys.ts';
import { quantile } from '../eval/metrics/scores.ts';
import { cpuOf, embedWhole, grained, KEY } from './grained.ts';

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
  /** MB, largest resident memory of a process that does this alone: Node, the image and its making included. */
  readonly embed50Mb: number;
  readonly rounds: number;
}

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
  const large = JSON.parse(execFileSync(process.execPath, [path.join(import.meta.dirname, 'marks-large.ts')], { encoding: 'utf8' })) as Pick<MarkFigures, 'embed50Ms' | 'embed50Mb'>;
  const median = (values: readonly number[]): number => quantile(values, 0.5);
  return {
    measured, embedMs: median(times.embed), fileMs: median(times.file), detectMs: median(times.detect), hostMs: median(times.host), keysMs: median(times.keys),
    ...large, rounds,
  };
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

/** One photo, marked once and attacked in every way. */
import { randomBytesOf } from './keys.ts';
import sharp from 'sharp';
import { image, type LumaImage, type RgbImage } from '../../src/core/image.ts';
import { seededRandom } from '../../src/core/random.ts';
import { detectMarks } from '../../src/watermark/detect.ts';
import { embedMark } from '../../src/watermark/embed.ts';
import type { Embedding } from '../../src/watermark/engine.types.ts';
import { LARGEST_PAYLOAD } from '../../src/watermark/payload.ts';
import { prepareHost, type Host } from '../../src/watermark/prepare-host.ts';
import type { Attack } from './attacks.ts';
import type { Photo } from './photos.ts';
import { luma, psnr, readPhoto, ssim } from './raster.ts';

export interface AttackResult {
  readonly photo: string;
  readonly attack: string;
  readonly log10p: number;
  readonly x: number;
  /** Whether the payload read was the one laid; absent when not marked. */
  readonly payloadRight?: boolean;
  readonly ambiguous?: boolean;
  /** x of each of the other keys. */
  readonly others: readonly number[];
  readonly otherMarked: number;
  /** ms of CPU of the detection. */
  readonly cpuMs: number;
}

export interface PhotoResult {
  readonly photo: string;
  readonly width: number;
  readonly height: number;
  readonly refused?: string;
  readonly predictedX?: number;
  readonly psnr?: number;
  readonly ssim?: number;
  readonly thumbBytes?: number;
  readonly embedCpuMs?: number;
  readonly attacks: readonly AttackResult[];
  /** The unmarked photo tested with its key and others. */
  readonly clean?: { readonly x: number; readonly marked: number; readonly others: readonly number[] };
}

/** Bytes at most of the registration's thumb, as it goes into the file. */
const THUMB_BYTES = 26_000;

export function addMark(rgb: RgbImage, { delta }: Embedding): RgbImage {
  const out = new Uint8ClampedArray(rgb.data.length);
  const row = new Float32Array(rgb.width);
  for (let y = 0, i = 0; y < rgb.height; y++) {
    delta.read(y, row);
    for (let x = 0; x < rgb.width; x++) for (let c = 0; c < 3; c++, i++) out[i] = (rgb.data[i] ?? 0) + (row[x] ?? 0);
  }
  return image(rgb.width, rgb.height, 3, new Uint8Array(out.buffer));
}

/** The thumb as it comes out of a registration file: WebP, as good as the bytes allow. */
export async function throughThumb(canonical: LumaImage): Promise<{ readonly luma: LumaImage; readonly bytes: number }> {
  const { width, height } = canonical;
  const grey = sharp(Uint8Array.from(canonical.data, (v) => Math.round(v)), { raw: { width, height, channels: 1 } });
  for (const quality of [75, 60, 45, 30, 20, 10]) {
    const file = await grey.clone().webp({ quality }).toBuffer();
    if (file.length > THUMB_BYTES && quality > 10) continue;
    const { data, info } = await sharp(file).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
    return { luma: luma(image(info.width, info.height, 3, new Uint8Array(data))), bytes: file.length };
  }
  throw new RangeError('thumb: no quality was tried');
}

export interface MeasureOptions {
  readonly attacks: readonly Attack[];
  readonly strength: number;
  /** Other keys tried on every query. */
  readonly otherKeys: number;
}

export async function measurePhoto(photo: Photo, { attacks, strength, otherKeys }: MeasureOptions): Promise<PhotoResult> {
  const rgb = await readPhoto(photo.file, photo.area);
  const plain = luma(rgb);
  const { width, height } = rgb;
  const random = seededRandom(`watermark/${photo.name}`);
  const key = randomBytesOf(random.fork('key'), 32);
  const payload = 1 + random.fork('payload').int(LARGEST_PAYLOAD);
  const source = { width, height, read: (y: number, out: Float32Array) => out.set(plain.data.subarray(y * width, (y + 1) * width)) };
  const started = process.cpuUsage();
  const outcome = embedMark({ source, key, payload, maxPayload: LARGEST_PAYLOAD, strength });
  if (outcome.refused !== undefined) return { photo: photo.name, width, height, refused: outcome.refused, attacks: [], ...(outcome.figures.predictedX === undefined ? {} : { predictedX: outcome.figures.predictedX }) };
  const marked = addMark(rgb, outcome);
  const embedCpuMs = cpuSince(started);
  const thumb = await throughThumb(outcome.canonical);
  const host = prepareHost({ design: outcome.design, luma: thumb.luma });

  const keys = [{ key }, ...Array.from({ length: otherKeys }, (_, i) => ({ key: randomBytesOf(random.fork(`other ${i}`), 32), maxPayload: 0 }))];
  const results: AttackResult[] = [];
  for (const attack of attacks) {
    const query = luma(await attack.apply(marked, seededRandom(`${photo.name}/${attack.name}`)));
    results.push({ photo: photo.name, attack: attack.name, ...examine(host, query, keys, payload) });
  }
  const clean = detectMarks({ query: plain, host, keys });
  return {
    photo: photo.name, width, height, predictedX: outcome.predictedX, psnr: psnr(rgb, marked), ssim: ssim(rgb, marked), thumbBytes: thumb.bytes, embedCpuMs, attacks: results,
    clean: { x: clean.keys[0]?.x ?? 0, marked: clean.keys.filter((one) => one.marked).length, others: clean.keys.slice(1).map(({ x }) => x) },
  };
}

function examine(host: Host, query: LumaImage, keys: Parameters<typeof detectMarks>[0]['keys'], payload: number): Omit<AttackResult, 'photo' | 'attack'> {
  const started = process.cpuUsage();
  const own = detectMarks({ query, host, keys });
  const cpuMs = cpuSince(started);
  const [first, ...others] = own.keys;
  return {
    log10p: first?.log10p ?? 0, x: first?.x ?? 0, others: others.map(({ x }) => x), otherMarked: others.filter(({ marked }) => marked).length, cpuMs,
    ...(first?.marked ? { payloadRight: first.payload === payload, ambiguous: first.ambiguous ?? false } : {}),
  };
}

function cpuSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

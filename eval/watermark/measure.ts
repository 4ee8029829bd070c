/** One photo, marked once and attacked in every way. */
import type { LumaImage, RgbImage } from '../../src/core/image.ts';
import { seededRandom } from '../../src/core/random.ts';
import { readJpeg } from '../../src/imaging/codecs/jpeg/read.ts';
import { detectMarks } from '../../src/watermark/detect.ts';
import { embedMark } from '../../src/watermark/embed.ts';
import { addDelta } from '../../src/watermark/files/add-delta.ts';
import { jpegLuma } from '../../src/watermark/files/jpeg-luma.ts';
import { lumaPlane } from '../../src/watermark/files/luma-plane.ts';
import { smallChroma } from '../../src/watermark/files/small-chroma.ts';
import { registrationThumb } from '../../src/watermark/files/thumb.ts';
import { LARGEST_PAYLOAD } from '../../src/watermark/payload.ts';
import { prepareHost, type Host } from '../../src/watermark/prepare-host.ts';
import type { Attack } from './attacks.ts';
import { collude, type Collusion } from './collusion.ts';
import { tryKeys, type KeyTrials } from './key-trials.ts';
import { randomBytesOf } from './keys.ts';
import type { Photo } from './photos.ts';
import { jpeg, luma, psnr, readPhoto, ssim } from './raster.ts';

export interface AttackResult {
  readonly attack: string;
  readonly log10p: number;
  readonly x: number;
  /** Whether the payload read was the one laid; absent when not marked. */
  readonly payloadRight?: boolean;
  readonly ambiguous?: boolean;
  readonly others: number;
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
  readonly trials?: readonly KeyTrials[];
  readonly collusion?: Collusion;
  /** The unmarked photo tested with its key and others. */
  readonly clean?: { readonly x: number; readonly marked: number };
}

/** The thumb as it comes out of a registration file. */
export function throughThumb(rgb: RgbImage, canonical: LumaImage): { readonly luma: LumaImage; readonly bytes: number } {
  const chroma = smallChroma(rgb.width, rgb.height, (i, out) => out.set(rgb.data.subarray(3 * i, 3 * i + 3)));
  const file = registrationThumb(canonical, chroma);
  return { luma: lumaPlane(jpegLuma(readJpeg(file, { maxPixels: 4e6 }))), bytes: file.length };
}

export interface MeasureOptions {
  readonly attacks: readonly Attack[];
  readonly strength: number;
  /** Other keys tried on every query. */
  readonly otherKeys: number;
  /** Keys never laid that are tried on the unmarked photo, and as many on a copy with another mark. */
  readonly keyTrials: number;
  readonly colluders: number;
}

/** @param before what an earlier run found of this photo: its attacks are kept, and what is measured once is not measured again. */
export async function measurePhoto(photo: Photo, { attacks, strength, otherKeys, keyTrials, colluders }: MeasureOptions, before?: PhotoResult): Promise<PhotoResult> {
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
  const marked = addDelta(rgb, outcome.delta);
  const embedCpuMs = cpuSince(started);
  const thumb = throughThumb(rgb, outcome.canonical);
  const host = prepareHost({ design: outcome.design, luma: thumb.luma });

  const keys = [{ key }, ...Array.from({ length: otherKeys }, (_, i) => ({ key: randomBytesOf(random.fork(`other ${i}`), 32), maxPayload: 0 }))];
  const results: AttackResult[] = [...before?.attacks ?? []];
  for (const attack of attacks) {
    const query = luma(await attack.apply(marked, seededRandom(`${photo.name}/${attack.name}`)));
    results.push({ attack: attack.name, ...examine(host, query, keys, payload) });
  }
  if (before) return { ...before, attacks: results };
  const clean = detectMarks({ query: plain, host, keys });
  const trials = [plain, luma(await jpeg(marked, 75))].flatMap((query, i) => tryKeys(host, query, keyTrials, random.fork(`trials ${i}`)) ?? []);
  const collusion = await collude(rgb, source, host, random.fork('collusion'), { colluders, innocents: 1000, strength });
  return {
    photo: photo.name, width, height, trials, ...(collusion ? { collusion } : {}), predictedX: outcome.predictedX, psnr: psnr(rgb, marked), ssim: ssim(rgb, marked), thumbBytes: thumb.bytes, embedCpuMs, attacks: results,
    clean: { x: clean.keys[0]?.x ?? 0, marked: clean.keys.filter((one) => one.marked).length },
  };
}

function examine(host: Host, query: LumaImage, keys: Parameters<typeof detectMarks>[0]['keys'], payload: number): Omit<AttackResult, 'attack'> {
  const started = process.cpuUsage();
  const own = detectMarks({ query, host, keys });
  const cpuMs = cpuSince(started);
  const [first, ...others] = own.keys;
  return {
    log10p: first?.log10p ?? 0, x: first?.x ?? 0, others: others.length, otherMarked: others.filter(({ marked }) => marked).length, cpuMs,
    ...(first?.marked ? { payloadRight: first.payload === payload, ambiguous: first.ambiguous ?? false } : {}),
  };
}

function cpuSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

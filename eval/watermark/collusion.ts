/** Several recipients mix their copies: who is named? */
import { image, type RgbImage } from '../../src/core/image.ts';
import type { Random } from '../../src/core/random.ts';
import { detectMarks } from '../../src/watermark/detect.ts';
import { embedMark } from '../../src/watermark/embed.ts';
import type { LumaRows } from '../../src/watermark/engine.types.ts';
import { addDelta } from '../../src/watermark/files/add-delta.ts';
import type { Host } from '../../src/watermark/prepare-host.ts';
import { randomBytesOf } from './keys.ts';
import { jpeg, luma, zoom } from './raster.ts';

export interface Collusion {
  readonly colluders: number;
  readonly found: number;
  readonly innocents: number;
  readonly accused: number;
}

export interface CollusionOptions {
  readonly colluders: number;
  readonly innocents: number;
  readonly strength: number;
}

/** The mean of the copies, at three quarters of the size, as JPEG 70; all keys are asked at once, as the leak desk does. */
export async function collude(rgb: RgbImage, source: LumaRows, host: Host, random: Random, { colluders, innocents, strength }: CollusionOptions): Promise<Collusion | undefined> {
  const keys = Array.from({ length: colluders + innocents }, (_, i) => ({ key: randomBytesOf(random.fork(`recipient ${i}`), 32), maxPayload: 0 }));
  const sum = new Float32Array(rgb.data.length);
  for (const { key } of keys.slice(0, colluders)) {
    const outcome = embedMark({ source, key, strength });
    if (outcome.refused !== undefined) return undefined;
    const copy = addDelta(rgb, outcome.delta);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (copy.data[i] ?? 0);
  }
  const mixed = image(rgb.width, rgb.height, 3, Uint8Array.from(sum, (v) => Math.round(v / colluders)));
  const { keys: answers } = detectMarks({ query: luma(await jpeg(await zoom(mixed, 0.75), 70)), host, keys });
  return {
    colluders, found: answers.slice(0, colluders).filter(({ marked }) => marked).length,
    innocents, accused: answers.slice(colluders).filter(({ marked }) => marked).length,
  };
}

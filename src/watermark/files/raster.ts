/** What a viewer shows of stored samples, and the samples with a mark on them. */
import { image } from '../../core/image.ts';
import type { Samples } from '../../imaging/codecs/decode-samples.ts';
import type { DeltaRows, LumaRows } from '../engine.types.ts';
import type { SmallPlanes } from './eighth.ts';
import { inkShares } from './ink-shares.ts';
import { smallChroma } from './small-chroma.ts';

const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114] as const;

/** Writes red, green and blue of pixel i into `out`, [0, 255]: over white where there is alpha, from ink without a profile. */
export function pixelReader({ image: { channels, data }, ink }: Samples): (i: number, out: Float32Array) => void {
  const scale = data instanceof Uint16Array ? 1 / 257 : 1;
  const colours = channels < 3 ? 1 : 3;
  return (i, out) => {
    const at = i * channels;
    if (ink) {
      const white = 1 - (scale * (data[at + 3] ?? 0)) / 255;
      for (let c = 0; c < 3; c++) out[c] = (255 - scale * (data[at + c] ?? 0)) * white;
      return;
    }
    const cover = channels % 2 === 0 ? (scale * (data[at + colours] ?? 0)) / 255 : 1;
    for (let c = 0; c < 3; c++) {
      const own = scale * (data[at + (colours === 1 ? 0 : c)] ?? 0);
      out[c] = cover * own + (1 - cover) * 255;
    }
  };
}

export function visibleLuma(samples: Samples): LumaRows {
  const { width, height } = samples.image;
  const read = pixelReader(samples);
  const rgb = new Float32Array(3);
  return {
    width, height,
    read(y, out) {
      for (let x = 0; x < width; x++) {
        read(y * width + x, rgb);
        out[x] = RED * (rgb[0] ?? 0) + GREEN * (rgb[1] ?? 0) + BLUE * (rgb[2] ?? 0);
      }
    },
  };
}

/** Absent of a grey image. */
export function visibleChroma(samples: Samples): SmallPlanes['chroma'] {
  const { width, height, channels } = samples.image;
  return channels < 3 ? undefined : smallChroma(width, height, pixelReader(samples));
}

/** The same δ on every colour of a pixel, shared with the black in ink; where nothing covers, and in alpha itself, nothing is changed. */
export function withDelta({ image: stored, ink }: Samples, delta: DeltaRows): Samples {
  const { width, height, channels, data } = stored;
  const out = data.slice();
  const [scale, most] = data instanceof Uint16Array ? [257, 65_535] : [1, 255];
  const [row, rgb] = [new Float32Array(width), new Float32Array(3)];
  const read = pixelReader({ image: stored, ink });
  const add = (at: number, change: number): void => void (out[at] = Math.min(most, Math.max(0, Math.round((data[at] ?? 0) + change * scale))));
  const colours = channels < 3 ? 1 : 3;
  for (let y = 0, i = 0; y < height; y++) {
    delta.read(y, row);
    for (let x = 0; x < width; x++, i++) {
      const [at, d] = [i * channels, row[x] ?? 0];
      if (ink) {
        read(i, rgb);
        const share = inkShares((RED * (rgb[0] ?? 0) + GREEN * (rgb[1] ?? 0) + BLUE * (rgb[2] ?? 0)) / 255, 1 - (data[at + 3] ?? 0) / most);
        for (let c = 0; c < 4; c++) add(at + c, -d * (c === 3 ? share.black : share.colours));
        continue;
      }
      const isSeen = channels % 2 === 1 || (data[at + colours] ?? 0) > 0;
      if (isSeen) for (let c = 0; c < colours; c++) add(at + c, d);
    }
  }
  return { image: image(width, height, channels, out), ink };
}

/** Share of the mark that is seen in the finished file, ⟨laid, wanted⟩ / ⟨wanted, wanted⟩: rounding, clipping, alpha and a second coding take from it. */
export function capturedShare(before: LumaRows, after: LumaRows, delta: DeltaRows): { readonly captured: number; /** Mean square of all that changed, grey². */ readonly change: number } {
  const { width, height } = before;
  const [a, b, d] = [new Float32Array(width), new Float32Array(width), new Float32Array(width)];
  let [laid, wanted, change] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    before.read(y, a);
    after.read(y, b);
    delta.read(y, d);
    for (let x = 0; x < width; x++) {
      const [own, difference] = [d[x] ?? 0, (b[x] ?? 0) - (a[x] ?? 0)];
      laid += own * difference;
      wanted += own * own;
      change += difference * difference;
    }
  }
  return { captured: wanted > 0 ? laid / wanted : 0, change: change / (width * height) };
}

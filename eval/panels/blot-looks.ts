/** Blots as other stains and other scanners show them, made from grey ones: their bands stay, colour and darkness change. */
import { image } from '../../src/core/image.ts';
import type { Random } from '../../src/core/random.ts';
import { between } from '../../test/support/random.ts';
import type { Bytes } from '../../test/support/synthetic-edit.ts';

type Colour = readonly [number, number, number];
type Look = (random: Random) => { readonly isLight: boolean; readonly colourOf: (level: number) => Colour };

/** `level` in [0, 1]: 0 = black, of a picture stretched and turned so that its ground is light or dark. */
export const LOOKS: Readonly<Record<string, Look>> = {
  coomassie: (random) => between2(random, [[20, 60], [40, 80], [120, 180]], [[190, 230], [205, 235], [225, 250]], true),
  ethidium: (random) => between2(random, [[60, 120], [15, 35], [5, 30]], [[255, 255], [170, 230], [100, 180]], false),
  'green or red': (random) => {
    const [r, g, b] = random.next() < 0.5 ? [30, 255, 60] : [255, 40, 40];
    return { isLight: false, colourOf: (v) => [r * v, g * v, b * v] };
  },
  'yellow film': (random) => {
    const blue = between(random, 0.45, 0.85);
    return { isLight: true, colourOf: (v) => [242 * v, 230 * v, 255 * blue * v] };
  },
  dense: (random) => {
    const [gamma, top] = [between(random, 1.6, 3.2), between(random, 120, 210)];
    return { isLight: true, colourOf: (v) => [top * v ** gamma, top * v ** gamma, top * v ** gamma] };
  },
  'dark membrane': (random) => {
    const [top, base] = [between(random, 90, 240), between(random, 2, 20)];
    return { isLight: false, colourOf: (v) => [base + top * v, base + top * v, base + top * v] };
  },
};

type Range = readonly [number, number];

function between2(random: Random, dark: readonly [Range, Range, Range], light: readonly [Range, Range, Range], isLight: boolean): ReturnType<Look> {
  const [from, to] = [dark, light].map((ranges) => ranges.map(([low, high]) => between(random, low, high)));
  const channel = (k: number, v: number): number => (from?.[k] ?? 0) * (1 - v) + (to?.[k] ?? 0) * v;
  return { isLight, colourOf: (v) => [channel(0, v), channel(1, v), channel(2, v)] };
}

export function shownAs(look: Look, { width, height, data }: Bytes<3>, random: Random): Bytes<3> {
  const { isLight, colourOf } = look(random);
  const greys = Uint8Array.from({ length: width * height }, (_, i) => Math.round(0.299 * (data[3 * i] ?? 0) + 0.587 * (data[3 * i + 1] ?? 0) + 0.114 * (data[3 * i + 2] ?? 0)));
  const sorted = greys.toSorted();
  const of = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [low, ground, high] = [of(0.005), of(0.5), of(0.995)];
  const turned = ground > (low + high) / 2 !== isLight;
  return image(width, height, 3, new Uint8Array([...greys].flatMap((grey) => {
    const level = Math.max(0, Math.min(1, (grey - low) / Math.max(24, high - low)));
    return colourOf(turned ? 1 - level : level).map((v) => Math.max(0, Math.min(255, Math.round(v))));
  })));
}

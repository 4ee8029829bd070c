/**
 * Statistics of texture in the common form: of luma, of luma divided by its contrast, and of how luma and colours go together.
 *
 * Divided by the contrast around it, a pixel says less about what is shown and how strongly. Real detail has its colour; what a network paints over has it at other places.
 * Source: Mittal, Moorthy and Bovik, IEEE TIP 21(12), 2012, doi:10.1109/TIP.2012.2214050 (levels divided by the contrast around them).
 */
import type { RgbImage } from '../../core/image.ts';
import { detailOf } from './neighbours.ts';
import { halved, planesAt, type Planes, type Square } from './windows.ts';

type Name = 'luma' | 'redGreen' | 'blueGreen';
type Colours = Readonly<Record<Name, Square>>;

/** px, side of what the contrast around a pixel is measured in. */
const AROUND = 7;
/** Deviations, step of the levels that are compared; levels beyond two of them count as two. */
const STEP = 0.6;
const LEVELS = 5;
const JOINTS: readonly (readonly [Name, Name])[] = [['luma', 'redGreen'], ['luma', 'blueGreen'], ['redGreen', 'blueGreen']];
/** Whole, half, quarter; of the last only the planes together, for it has few pixels. */
const SIZES = 3;

/** By size: tables of luma, of luma divided by its contrast, of planes together. @param patches in the common form, at least one. */
export function textureOf(patches: readonly RgbImage[]): readonly number[] {
  const out: number[] = [];
  let planes: readonly Colours[] = patches.map((patch) => planesAt(patch, 0, 0));
  for (let size = 0; size < SIZES; size++) {
    const divided = planes.map((one) => each(one, normal));
    if (size < SIZES - 1) out.push(...detailOf(planes.map(({ luma }) => luma), divided.map(({ luma }) => luma)));
    for (const [one, other] of JOINTS) out.push(...jointOf(divided.map((colours) => [colours[one], colours[other]])));
    planes = planes.map((one) => each(one, halved));
  }
  return out;
}

const each = ({ luma, redGreen, blueGreen }: Colours | Planes, change: (plane: Square) => Square): Colours => ({ luma: change(luma), redGreen: change(redGreen), blueGreen: change(blueGreen) });

/** How far each pixel stands from the mean around it, in the deviations there and one level; pixels without that much around them are left out. */
export function normal({ side, data }: Square): Square {
  const inner = side - AROUND + 1;
  const rim = (AROUND - 1) / 2;
  const out = new Float64Array(inner * inner);
  const [sums, squares] = [new Float64Array(side), new Float64Array(side)]; // of the rows around, by column
  for (let y = 0; y < AROUND - 1; y++) addRow(data, y * side, sums, squares, 1);
  for (let y = 0; y < inner; y++) {
    addRow(data, (y + AROUND - 1) * side, sums, squares, 1);
    let sum = 0;
    let square = 0;
    for (let x = 0; x < AROUND - 1; x++) {
      sum += sums[x] ?? 0;
      square += squares[x] ?? 0;
    }
    for (let x = 0; x < inner; x++) {
      sum += sums[x + AROUND - 1] ?? 0;
      square += squares[x + AROUND - 1] ?? 0;
      const mean = sum / AROUND ** 2;
      out[y * inner + x] = ((data[(y + rim) * side + x + rim] ?? 0) - mean) / (Math.sqrt(Math.max(0, square / AROUND ** 2 - mean ** 2)) + 1);
      sum -= sums[x] ?? 0;
      square -= squares[x] ?? 0;
    }
    addRow(data, y * side, sums, squares, -1);
  }
  return { side: inner, data: out };
}

function addRow(data: Float64Array, from: number, sums: Float64Array, squares: Float64Array, sign: 1 | -1): void {
  for (let x = 0; x < sums.length; x++) {
    const v = data[from + x] ?? 0;
    sums[x] = (sums[x] ?? 0) + sign * v;
    squares[x] = (squares[x] ?? 0) + sign * v * v;
  }
}

/** Square roots of the shares of pairs of levels at a pixel; the negative of a pair counts as the pair. */
function jointOf(pairs: readonly (readonly [Square, Square])[]): readonly number[] {
  const counts = new Uint32Array(LEVELS ** 2);
  let total = 0;
  for (const [one, other] of pairs) {
    total += one.data.length;
    for (let i = 0; i < one.data.length; i++) {
      const code = levelOf(one.data[i] ?? 0) * LEVELS + levelOf(other.data[i] ?? 0);
      counts[code] = (counts[code] ?? 0) + 1;
    }
  }
  const last = counts.length - 1;
  return Array.from({ length: (counts.length + 1) / 2 }, (_, i) => Math.sqrt(((counts[i] ?? 0) + (counts[last - i] ?? 0)) / 2 / total));
}

/** Half a step is rounded away from zero: the sign must not matter. */
function levelOf(v: number): number {
  return 2 + Number(v >= 0.5 * STEP) + Number(v >= 1.5 * STEP) - Number(v <= -0.5 * STEP) - Number(v <= -1.5 * STEP);
}

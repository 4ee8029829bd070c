/** The paper that the benchmarks scan: 25 figures, 150 panels, drawn by seeded code. */
import { seededRandom } from '../src/core/random.ts';
import { setPaper, type PaperFigure } from '../eval/generate/paper.ts';
import { blot, micrograph, tissue, toRgb } from '../test/support/synthetic.ts';
import type { Bytes } from '../test/support/synthetic-edit.ts';

/** Half micrographs, a quarter blots, a quarter stained tissue; all six panels of a figure lie in one raster. One re-use: the first panel of figure 1 is the last of figure 24. */
export async function largePaper(figures = 25): Promise<Uint8Array> {
  const panel = (figure: number, index: number): Bytes<3> => {
    const seed = `bench ${figure}/${index}`;
    if (figure % 4 === 1) return toRgb(blot(seed, 320, 110, { lanes: 7, rows: 1 }));
    return figure % 4 === 3 ? tissue(seed, 320, 250) : toRgb(micrograph(seed, 320, 250));
  };
  const all = Array.from({ length: figures }, (_, f): PaperFigure => ({
    panels: Array.from({ length: 6 }, (_p, i) => (f === 24 && i === 5 ? panel(0, 0) : panel(f, i))), columns: f % 4 === 1 ? 2 : 3, caption: 'Representative images.', set: 'flattened', drawn: f % 4 !== 1,
  }));
  return (await setPaper({ title: 'Twenty-five figures', figures: all, random: seededRandom('bench'), quality: 90 })).bytes;
}

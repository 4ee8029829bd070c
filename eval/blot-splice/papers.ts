/** The blots of whole papers of the tuning split, as the product cuts them out of the figures: no seam in them is true. */
import { seededRandom } from '../../src/core/random.ts';
import type { RgbImage } from '../../src/core/image.ts';
import type { PanelInput } from '../../src/detectors/detector.ts';
import { decodeImage } from '../../src/imaging/codecs/decode.ts';
import { toLuma } from '../../src/imaging/color.ts';
import { crop, wholeBox } from '../../src/imaging/resample.ts';
import { findPanels } from '../../src/intake/panels/find-panels.ts';
import { rasterMask } from '../../src/intake/panels/raster-mask.ts';
import { readFile } from '../../src/intake/read-file.ts';
import { paperCase } from '../generate/papers.ts';
import type { Pool } from '../generate/suites.ts';

/** One paper in five shows blots. */
const [FIRST, EVERY, PAPERS] = [1, 5, 8];
const LIMITS = { maxPixels: 100_000_000, maxFigures: 1000, maxUnpackedBytes: 2 ** 30 };

type Blot = Pick<PanelInput, 'width' | 'height' | 'luma' | 'mask'>;

export async function* blotsOfPapers(pool: Pool, seed: number): AsyncGenerator<Blot> {
  for (const role of ['positive', 'clean'] as const) {
    const name = `${seed}/paper-normal/tune/${role}`;
    for (let index = FIRST; index < FIRST + EVERY * PAPERS; index += EVERY) {
      const { bytes } = await paperCase('normal', pool, { random: seededRandom(`${name}/${index}`), order: seededRandom(name), role, split: 'tune', index });
      const { figures } = await readFile(bytes, 'paper.pdf', LIMITS);
      for (const figure of figures) yield* blotsOf((await decodeImage(figure.bytes, figure.format, LIMITS)).image);
    }
  }
}

function* blotsOf(rgb: RgbImage): Generator<Blot> {
  for (const { box, class: panelClass, masks } of findPanels(rgb, 'f1')) {
    if (panelClass !== 'blot') continue;
    const whole = wholeBox(box, rgb);
    const luma = toLuma(crop(rgb, whole));
    yield { width: luma.width, height: luma.height, luma, mask: rasterMask(masks, whole) };
  }
}

/** Cuts a panel out of its figure and measures what every detector needs, each at most once. */
import type { LumaImage, RgbImage } from '../core/image.ts';
import type { Panel } from '../core/media.ts';
import type { PanelInput, PanelSummary } from '../detectors/detector.ts';
import { toLuma } from '../imaging/color.ts';
import type { Keypoints } from '../imaging/features/keypoints.ts';
import { extractKeypoints } from '../imaging/features/sift.ts';
import { panelWords } from '../imaging/matching/coarse-words.ts';
import { crop, wholeBox } from '../imaging/resample.ts';
import { rasterMask } from '../intake/panels/raster-mask.ts';
import { byteCache } from './byte-cache.ts';
import { pixelsKey, type FigureSource } from './figure-source.ts';

/** @param keypoints as measured before, when they are known: they are then not measured again. */
export function panelInput(figure: RgbImage, panel: Panel, keypoints?: Keypoints): PanelInput {
  const box = wholeBox(panel.box, figure);
  const rgb = crop(figure, box);
  const luma: LumaImage = toLuma(rgb);
  const mask = rasterMask(panel.masks, box);
  return {
    id: panel.id, figure: panel.figure, class: panel.class, width: rgb.width, height: rgb.height,
    rgb, luma, mask, keypoints: keypoints ?? extractKeypoints(luma, { mask }),
  };
}

/** bytes of cut panels kept in one thread. */
const cache = byteCache<PanelInput>(64 * 2 ** 20);

/** As `panelInput`; cut once for the many pairs that a panel is in. The cache changes nothing but the time it takes. */
export function preparedPanel({ figure, panel, keypoints }: { readonly figure: FigureSource['figure']; readonly panel: Panel; readonly keypoints: Keypoints }, pixels: RgbImage): PanelInput {
  const key = `${pixelsKey(figure)}/${JSON.stringify(panel)}`;
  const known = cache.get(key);
  if (known) return { ...known, keypoints };
  const input = panelInput(pixels, panel, keypoints);
  cache.keep(key, input, input.rgb.data.byteLength + input.luma.data.byteLength + input.mask.data.byteLength + keypoints.descriptors.byteLength);
  return input;
}

export function summaryOf({ id, figure, class: panelClass, width, height, keypoints }: PanelInput): PanelSummary {
  return { id, figure, class: panelClass, width, height, keypoints, words: panelWords(keypoints.descriptors) };
}

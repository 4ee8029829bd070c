/** The class of a panel by rules on its traits. */
import type { RgbImage } from '../../core/image.ts';
import type { PanelClass } from '../../core/media.ts';
import { panelTraits, type PanelTraits } from './panel-traits.ts';

/** Whether detectors look at a panel of this class. */
export function isExamined(panelClass: PanelClass): boolean {
  return panelClass !== 'chart' && panelClass !== 'text' && panelClass !== 'blank';
}

/** What a panel shows, also for one drawn by a person. When in doubt it is something that is examined. */
export function classifyPanel(rgb: RgbImage): PanelClass {
  return classOf(panelTraits(rgb));
}

/** The limits were set on raw blots, micrographs and figures from papers (`eval/panels`); see the comments for what each keeps apart. */
export function classOf(traits: PanelTraits): PanelClass {
  const { darkest, brightest, median, saturation, oneHue } = traits;
  if (brightest - darkest < 5) return 'blank';
  if (isBlot(traits)) return 'blot';
  if (isText(traits)) return 'text';
  if (isChart(traits)) return 'chart';
  if (median < 70) return 'fluorescence';
  return saturation >= 20 && oneHue < 0.6 ? 'photo' : 'bright-field';
}

/** Bands lie in rows, are drawn along the axes and are soft; nuclei scatter and are round. */
function isBlot({ axial, strong, rows, columns, anisotropy, saturation, soft, paper }: PanelTraits): boolean {
  const aligned = axial >= 0.5 || strong < 0.001;
  if (!aligned) return false;
  if (saturation >= 18) return soft >= 0.97 && axial >= 0.55 && rows + columns >= 0.4 && paper < 0.3;
  if (anisotropy >= (paper >= 0.3 ? 2 : 1.8) && rows >= 0.06) return true;
  return paper < 0.3 && strong >= 0.001 && rows + columns >= 0.28 && soft >= 0.75;
}

/** Black on paper, all of it edges. */
function isText({ paper, saturation, soft, anisotropy, columns }: PanelTraits): boolean {
  return paper >= 0.4 && saturation < 6 && soft < 0.45 && columns < 0.03 && anisotropy < 2;
}

/** Mostly paper with strokes along the axes, or flat areas between sharp axis-parallel edges (heat maps, tinted plots). */
function isChart({ paper, axial, flat, soft, median }: PanelTraits): boolean {
  if (paper >= 0.75) return axial >= 0.3;
  if (paper >= 0.3) return axial >= 0.42;
  return axial >= 0.62 && flat >= 0.45 && soft < 0.65 && median > 15;
}

/** The class of a panel by rules on its traits. */
import type { RgbImage } from '../../core/image.ts';
import type { PanelClass } from '../../core/media.ts';
import type { Region } from '../../core/regions.ts';
import type { BandTraits } from './band-traits.ts';
import { blotLikeness } from './blot-likeness.ts';
import { findAnnotations } from './find-annotations.ts';
import { panelTraits, type PanelTraits } from './panel-traits.ts';
import { rasterMask } from './raster-mask.ts';

const LIKELY_BLOT = 0.9;
/** Share of gentle gradients; bars and the cells of heat maps have fewer. */
const SOFT_GEL = 0.55;
/** Two may be the frame of a blot. */
const MIN_RULED_LINES = 3;

/** Whether detectors look at a panel of this class. */
export function isExamined(panelClass: PanelClass): boolean {
  return panelClass !== 'chart' && panelClass !== 'text' && panelClass !== 'blank';
}

/** What a panel shows, also for one drawn by a person. When in doubt it is something that is examined. */
export function classifyPanel(rgb: RgbImage): PanelClass {
  return appraisePanel(rgb).class;
}

export interface Appraisal {
  readonly class: PanelClass;
  /** Share of flat near-white pixels. */
  readonly paper: number;
  /** Letters, scale bars and arrows in the pixels of the panel; undefined where they were not looked for or depend on the class. */
  readonly marks: readonly Region<'figure'>[] | undefined;
}

/** The class of a panel and what was learnt on the way to it. */
export function appraisePanel(rgb: RgbImage): Appraisal {
  const { traits, without, bands } = panelTraits(rgb);
  const { paper } = traits;
  const first = classOf(traits);
  if (first === 'blank' || first === 'text' || (first === 'chart' && (paper >= 0.3 || isColourBar(traits)))) return { class: first, paper, marks: undefined };
  // A letter and a scale bar have more edges along the axes than the cells of a whole micrograph.
  const whole = { x: 0, y: 0, width: rgb.width, height: rgb.height };
  const marks = findAnnotations(rgb, 'bright-field', whole);
  const mask = marks.length === 0 ? undefined : rasterMask(marks, whole);
  const clear = mask ? without(mask) : traits;
  const second = mask ? classOf(clear) : first;
  const ruled = second === 'chart' || second === 'text' ? first : second;
  const panelClass = ruled !== 'blot' && isLikelyBlot(clear, bands(mask), ruled) ? 'blot' : ruled;
  return { class: panelClass, paper, marks: panelClass === 'blot' ? undefined : marks };
}

/** The limits were set on raw blots, micrographs and figures from papers (`eval/panels`); see the comments for what each keeps apart. */
export function classOf(traits: PanelTraits): PanelClass {
  const { darkest, brightest, median, saturation, oneHue } = traits;
  if (brightest - darkest < 5) return 'blank';
  if (isText(traits)) return 'text';
  if (traits.ruled < MIN_RULED_LINES && isCleanBlot(traits)) return 'blot';
  if (traits.ruled >= MIN_RULED_LINES || isColourBar(traits) || isTintedGround(traits)) return 'chart';
  if (isBlot(traits)) return 'blot';
  if (isChart(traits)) return 'chart';
  if (median < 70) return 'fluorescence';
  return saturation >= 20 && oneHue < 0.6 ? 'photo' : 'bright-field';
}

/** Bands lie in rows, are drawn along the axes and are soft; nuclei scatter and are round. */
function isBlot(traits: PanelTraits): boolean {
  const { axial, strong, rows, columns, anisotropy, saturation, soft, paper, median } = traits;
  if (axial < 0.5 && strong >= 0.001) return false;
  if (saturation >= 18) return isStainedGel(traits);
  if (paper >= 0.3) return (anisotropy >= 2 && rows >= 0.12) || (soft >= 0.62 && rows >= 0.25 && saturation < 6);
  if (anisotropy >= 1.8 && rows >= 0.06) return true;
  if (strong < 0.001 || soft < 0.75 || (median < 70 && axial < 0.6)) return false;
  return rows + columns >= 0.28 || isScannedMembrane(traits);
}

/** Bands on a ground that the scanner or a stretch of contrast made one light tone, which a chart has too: soft, in rows or in columns. */
function isCleanBlot({ saturation, oneHue, median, rows, columns, anisotropy, soft }: PanelTraits): boolean {
  const isTinted = saturation < 22 && oneHue >= 0.94; // the yellow of a scanned film
  if (median < 180 || (saturation >= 6 && !isTinted)) return false;
  if (saturation < 6 && soft >= 0.85 && rows + columns >= 0.25) return true;
  const inRows = (rows >= 0.14 && anisotropy >= 1.7 && soft >= 0.5) || (rows >= 0.04 && anisotropy >= 5 && soft >= 0.6);
  return inRows || (columns >= 0.4 && anisotropy <= 0.25 && soft >= 0.6);
}

/** Coloured gels, tinted and dense films: their bands are those of other blots, their levels are not. No micrograph and no photo of the tuning half comes near. */
function isLikelyBlot(traits: PanelTraits, bands: BandTraits, ruled: PanelClass): boolean {
  if (ruled === 'blank' || ruled === 'text') return false;
  if (ruled === 'chart' && (traits.ruled >= MIN_RULED_LINES || traits.soft < SOFT_GEL || isPrintedColour(traits))) return false;
  return traits.paper < 0.3 && blotLikeness({ traits, bands }) >= LIKELY_BLOT;
}

/** Strong colours without grain, as in the cells of a table: a dyed gel is grainy (plain ≤ .1). */
function isPrintedColour({ saturation, plain }: PanelTraits): boolean {
  return saturation >= 40 && plain >= 0.4;
}

/** Coomassie and the like: coloured, without a sharp edge anywhere. */
function isStainedGel({ axial, soft, rows, columns, paper, median }: PanelTraits): boolean {
  return median >= 90 && soft >= 0.97 && axial >= 0.5 && rows + columns >= 0.4 && paper < 0.3;
}

/** A film or membrane scanned whole, mostly empty and light. */
function isScannedMembrane({ median, saturation, soft, rows, columns, axial }: PanelTraits): boolean {
  return median >= 190 && saturation < 16 && soft >= 0.85 && axial >= 0.5 && rows + columns >= 0.1;
}

/** Black on paper, dense with edges in every direction. */
function isText({ paper, saturation, soft, strong, anisotropy }: PanelTraits): boolean {
  return paper >= 0.4 && saturation < 2 && soft < 0.5 && strong >= 0.25 && anisotropy < 4;
}

/** A scale of colours: every row, or every column, is one colour. */
function isColourBar({ anisotropy, rows, columns, saturation, axial }: PanelTraits): boolean {
  return saturation >= 40 && axial >= 0.8 && Math.max(anisotropy, 1 / anisotropy) >= 6 && Math.max(rows, columns) >= 0.6;
}

/** Print on a ground of one colour, as plots and tables have; what a camera takes is never that even. */
function isTintedGround({ plain, flat, strong, median }: PanelTraits): boolean {
  return median >= 70 && plain >= 0.7 && flat >= 0.65 && strong >= 0.01;
}

/** Strokes along the axes on paper, or plain colours between sharp edges (bars, heat maps, tinted plots, flow charts). */
function isChart(traits: PanelTraits): boolean {
  const { paper, axial, plain, soft, strong, flat, median, saturation } = traits;
  if (median < 70 && paper < 0.2) return isDarkChart(traits);
  if (paper >= 0.75 && soft < 0.4 && strong >= 0.1) return true;
  if (paper >= 0.65) return axial >= 0.3;
  if (paper >= 0.3) return axial >= 0.42 || (plain >= 0.4 && soft < 0.6) || (strong >= 0.35 && soft < 0.4);
  if (flat >= 0.85 && plain >= 0.7) return true;
  if (axial >= 0.7 && strong >= 0.3 && saturation >= 40) return true; // the cells of a heat map
  if (axial >= 0.5 && soft < 0.6 && (plain >= 0.15 || flat >= 0.35)) return true;
  return (plain >= 0.4 && axial >= 0.4) || (plain >= 0.5 && axial >= 0.3 && soft < 0.6);
}

/** Black bars that fill the plot, a heat map in dark colours, or a plot on black: no glow around anything. */
function isDarkChart({ axial, soft, strong, plain, flat, saturation }: PanelTraits): boolean {
  if (flat >= 0.85 && soft < 0.5 && axial >= 0.4 && strong >= 0.02) return true;
  return axial >= 0.75 && ((soft < 0.4 && strong >= 0.15) || (plain >= 0.6 && flat >= 0.6 && saturation >= 40));
}

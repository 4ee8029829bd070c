/** Type and colour of the report. Colours of sides are those of Okabe and Ito (2008), told apart by every common colour vision; labels repeat what they say. */
import type { Band } from '../../core/finding.ts';
import type { Style } from './typeset.ts';

export const INK = '#1c2126';
export const GREY = '#5b6570';
export const HAIRLINE = '#d3d9de';
export const WASH = '#f4f6f8';
export const LINK = '#1f4e79';

/** One hue, from light to dark: a score is no traffic light. */
export const BAND_COLOURS: Record<Band, string> = { low: '#9fb6ca', fair: '#5585ad', high: '#123f6b' };

const SIDES = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#8a6d00', '#56b4e9'] as const;
export function sideColour(side: number): string {
  return SIDES[side % SIDES.length] ?? SIDES[0];
}

export const BODY: Style = { size: 9, weight: 400, colour: INK, leading: 1.45 };
export const SMALL: Style = { size: 7.5, weight: 400, colour: INK, leading: 1.4 };
export const LABEL: Style = { size: 8.5, weight: 400, colour: GREY, leading: 1.45 };
export const TABLE: Style = { size: 8.5, weight: 400, colour: INK, leading: 1.4 };
export const TABLE_HEAD: Style = { size: 8, weight: 700, colour: GREY, leading: 1.4 };
export const TITLES: readonly [Style, Style, Style] = [
  { size: 24, weight: 700, colour: INK, leading: 1.25 },
  { size: 16, weight: 700, colour: INK, leading: 1.3 },
  { size: 10, weight: 700, colour: INK, leading: 1.4 },
];

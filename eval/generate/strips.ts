/** Rows of bands in the raw blots: the strips a figure would show. Boxes were marked by hand; labels and handwriting lie outside. */
import path from 'node:path';
import type { Box } from '../../src/core/geometry.ts';
import type { Source } from './sources.ts';

export interface Strip {
  readonly source: Source;
  /** Around the bands, px of the blot. */
  readonly box: Box<'panel'>;
  readonly lanes: number;
}

/** [x, y, width, height, lanes], px of the blot. */
const BOXES: Readonly<Record<string, readonly (readonly [number, number, number, number, number])[]>> = {
  blot_00: [[200, 88, 560, 60, 9], [195, 582, 545, 52, 9]],
  blot_01: [[230, 110, 580, 90, 9], [260, 455, 590, 100, 9]],
  blot_02: [[375, 35, 465, 80, 9], [360, 510, 505, 62, 9]],
  blot_03: [[295, 30, 455, 85, 8], [255, 485, 565, 80, 9]],
  blot_04: [[325, 122, 530, 55, 9], [395, 412, 535, 50, 9]],
  blot_05: [[235, 120, 570, 75, 10], [320, 400, 555, 80, 10]],
  blot_06: [[218, 142, 530, 52, 9], [176, 434, 545, 54, 9]],
  blot_07: [[285, 140, 540, 75, 10], [312, 380, 565, 80, 10]],
  blot_08: [[273, 240, 530, 55, 10], [274, 472, 520, 56, 10]],
  blot_09: [[165, 250, 550, 66, 9], [195, 530, 545, 66, 9]],
  blot_10: [[75, 258, 800, 52, 9], [92, 488, 805, 54, 9]],
  blot_11: [[125, 298, 755, 52, 9], [50, 515, 830, 74, 10]],
  blot_12: [[92, 142, 415, 46, 13]],
  blot_13: [[108, 140, 430, 42, 12]],
  blot_14: [[40, 155, 605, 60, 13]],
  blot_15: [[138, 132, 418, 44, 12]],
  blot_16: [[66, 108, 400, 46, 12]],
  blot_17: [[129, 236, 117, 42, 4]], blot_18: [[186, 246, 118, 40, 4]], blot_19: [[143, 202, 119, 44, 4]], blot_20: [[138, 245, 117, 40, 4]],
  blot_21: [[285, 300, 910, 88, 5]],
  blot_22: [[385, 752, 910, 84, 9], [1490, 752, 870, 84, 9], [385, 880, 900, 100, 9], [1490, 880, 870, 100, 9]],
  blot_23: [[20, 60, 540, 130, 2]],
  blot_24: [[6, 50, 465, 140, 4]],
  blot_25: [[85, 95, 430, 130, 6], [85, 175, 430, 80, 6]],
  blot_26: [[325, 165, 815, 120, 4], [325, 290, 815, 160, 4]],
  blot_28: [[62, 285, 216, 120, 3], [330, 285, 190, 120, 3], [550, 320, 215, 150, 3]],
  blot_29: [[578, 220, 200, 130, 3], [780, 220, 200, 130, 3]],
  blot_30: [[125, 440, 520, 150, 8], [120, 600, 525, 120, 8]],
  blot_31: [[38, 425, 180, 52, 4], [285, 420, 190, 52, 4], [614, 412, 170, 52, 4]],
  blot_32: [[182, 415, 220, 52, 4], [458, 434, 180, 52, 4]],
  blot_33: [[388, 474, 508, 58, 11]],
};

export function stripsOf(blots: readonly Source[]): readonly Strip[] {
  return blots.flatMap((source) => (BOXES[path.parse(source.file).name] ?? []).map(([x, y, width, height, lanes]) => ({ source, box: { x, y, width, height }, lanes })));
}

/** The cell of one lane, px of the blot; lanes are taken as equally wide. */
export function laneOf({ box, lanes }: Strip, lane: number): Box<'panel'> {
  const width = Math.floor(box.width / lanes);
  return { x: box.x + lane * width, y: box.y, width, height: box.height };
}

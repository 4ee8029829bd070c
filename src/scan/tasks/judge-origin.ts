/** Judges the pixels of one whole image file: generated, and how sure. */
import type { AbstainReason } from '../../core/evidence.ts';
import { image, type RgbImage } from '../../core/image.ts';
import type { ImageFormat, PanelClass } from '../../core/media.ts';
import type { OriginReading } from '../../detectors/detector.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { toLuma } from '../../imaging/color.ts';
import { crop } from '../../imaging/resample.ts';
import { appraisePanel, isExamined } from '../../intake/panels/classify-panel.ts';
import { rasterMask } from '../../intake/panels/raster-mask.ts';
import { originDetectors } from '../catalog.ts';

export interface OriginTaskInput {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  readonly maxPixels: number;
}

export type OriginTaskOutput = { readonly class: PanelClass } & ({ readonly reading: OriginReading; readonly abstain?: undefined } | { readonly abstain: AbstainReason; readonly reading?: undefined });

/** px; the middle of a larger image is enough to tell what it shows and to look at: more than 16 patches have room there. */
const MOST_SIDE = 768;

/** @throws {InputError | LimitError} `image/…` */
export async function judgeOrigin({ bytes, format, maxPixels }: OriginTaskInput): Promise<OriginTaskOutput> {
  const [detector] = originDetectors();
  if (!detector) throw new RangeError('no detector judges the origin of pixels');
  const { rgb, x, y } = middleOf((await decodeImage(bytes, format, { maxPixels })).image);
  const { class: panelClass, marks } = appraisePanel(rgb);
  if (!isExamined(panelClass)) return { class: panelClass, abstain: reasonOf(panelClass) };
  const mask = marks && marks.length > 0 ? rasterMask(marks, { x: 0, y: 0, width: rgb.width, height: rgb.height }) : image(rgb.width, rgb.height, 1, new Uint8Array(rgb.width * rgb.height));
  const result = detector.judge({ class: panelClass, rgb, luma: toLuma(rgb), mask }, detector.params);
  if ('abstain' in result) return { class: panelClass, abstain: result.abstain };
  return { class: panelClass, reading: { ...result, patches: result.patches.map(({ box, score }) => ({ box: { ...box, x: box.x + x, y: box.y + y }, score })) } };
}

/** What of an image is looked at, and where it begins, px. */
export function middleOf(rgb: RgbImage): { readonly rgb: RgbImage; readonly x: number; readonly y: number } {
  const [width, height] = [Math.min(rgb.width, MOST_SIDE), Math.min(rgb.height, MOST_SIDE)];
  const [x, y] = [Math.floor((rgb.width - width) / 2), Math.floor((rgb.height - height) / 2)];
  return { x, y, rgb: x === 0 && y === 0 ? rgb : crop(rgb, { x, y, width, height }) };
}

const reasonOf = (panelClass: PanelClass): AbstainReason => (panelClass === 'text' || panelClass === 'blank' ? panelClass : 'chart');

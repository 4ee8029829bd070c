/** Cuts a compound figure into its panels, as images of their own. */
import type { Box } from '../../core/geometry.ts';
import type { ImageFormat } from '../../core/media.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { encodePng } from '../../imaging/codecs/encode.ts';
import { cropImage } from '../../imaging/codecs/resize.ts';
import { wholeBox } from '../../imaging/resample.ts';
import { findPanels } from '../../intake/panels/find-panels.ts';

export interface CutInput {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  readonly frame?: number;
  readonly maxPixels: number;
}

/** Empty: the figure is one panel. Only panels that a scan would examine. */
export type CutOutput = readonly { readonly box: Box<'figure'>; readonly bytes: Uint8Array }[];

export async function cutPanels({ bytes, format, frame = 0, maxPixels }: CutInput): Promise<CutOutput> {
  const { image } = await decodeImage(bytes, format, { frame, maxPixels });
  const panels = findPanels(image, 'figure');
  if (panels.length < 2) return [];
  return Promise.all(panels.filter(({ examined }) => examined).map(async ({ box }) => {
    const whole = wholeBox(box, image);
    return { box: whole, bytes: await encodePng(cropImage(image, whole)) };
  }));
}

/** A picture of a figure for browsers. */
import type { ImageFormat } from '../../core/media.ts';
import { encodePreview } from '../../imaging/codecs/preview.ts';

export interface PreviewInput {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  readonly frame?: number;
  /** px. */
  readonly maxSide: number;
}

export interface PreviewOutput {
  readonly bytes: Uint8Array;
  readonly type: 'image/png' | 'image/jpeg';
}

export async function previewImage({ bytes, format, frame, maxSide }: PreviewInput): Promise<PreviewOutput> {
  return encodePreview(bytes, format, maxSide, frame);
}

/** What a crawl keeps of an image it found: size, a thumbnail, and the credit lines in its metadata. */
import { InputError } from '../../core/errors.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { encodePreview } from '../../imaging/codecs/preview.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';
import { readMetadata } from '../../imaging/metadata/read-metadata.ts';

export interface WebImageInput {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
}

export interface WebImageOutput {
  /** px. */
  readonly width: number;
  readonly height: number;
  readonly thumbnail: { readonly bytes: Uint8Array; readonly type: string };
  /** Texts of fields that name an author, a right holder or a source. */
  readonly credits: readonly string[];
}

const CREDIT_FIELDS = /^(Artist|Copyright|By-line|Credit|Source|CopyrightNotice|Author|dc:creator|dc:rights|photoshop:Credit|photoshop:Source|xmpRights:\w+|Iptc4xmpCore:CreatorContactInfo|plus:\w+)$/i;
const THUMBNAIL_PX = 256;

/** @throws {InputError | LimitError} `image/…`: it is none, is damaged, or has too many pixels. */
export async function lookAtWebImage({ bytes, maxPixels }: WebImageInput): Promise<WebImageOutput> {
  const format = sniffFormat(bytes);
  if (format === undefined || format === 'pdf' || format === 'docx') throw new InputError('image/unsupported', 'the answer is no image that is read here');
  const { image: { width, height } } = await decodeImage(bytes, format, { maxPixels });
  const { bytes: thumbnail, type } = await encodePreview(bytes, format, THUMBNAIL_PX);
  const fields = await readMetadata(bytes, format);
  return { width, height, thumbnail: { bytes: thumbnail, type }, credits: [...new Set(fields.filter(({ name }) => CREDIT_FIELDS.test(name)).map(({ value }) => value))] };
}

/** One placed image → its pixels at native resolution, as encoded bytes: the JPEG itself where that is what the page shows, else PNG. */
import type { RgbImage } from '../../core/image.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { encodePng } from '../../imaging/codecs/encode.ts';
import { readHeader } from '../../imaging/codecs/header.ts';
import { readAffine, writeAffine } from './affine.ts';
import { takeBitmap, type BitmapCopy } from './bitmap.ts';
import { codestreamSize } from './jpeg2000.ts';
import type { OpenPage } from './page.ts';
import { allocate, type PdfDocument, type Pointer } from './pdfium.ts';

/** What is known before a pixel is decoded. */
export interface ImageFacts {
  /** px. */
  readonly width: number;
  readonly height: number;
  /** Names of the stream's filters, outermost first. */
  readonly filters: readonly string[];
  /** A 1-bit mask through which a colour is painted. */
  readonly stencil: boolean;
  readonly cmyk: boolean;
}

export interface ExtractedImage {
  readonly image: RgbImage;
  readonly bytes: Uint8Array;
  readonly format: 'jpeg' | 'png';
  readonly notes: readonly string[];
}

/** `fpdf_edit.h`, FPDF_COLORSPACE_*. */
const COLORSPACE = { unknown: 0, cmyk: 3 } as const;
/** grey; decoders round the inverse DCT and the colour conversion differently by about one step. */
const SAME_PIXELS = 3;

/** Size and filters of an image, at most reading its stream. Undefined when it has no size. */
export function measureImage(document: PdfDocument, image: Pointer): ImageFacts | undefined {
  const { pdfium, scratch } = document;
  if (!pdfium._FPDFImageObj_GetImagePixelSize(image, scratch, scratch + 4)) return undefined;
  const [declaredWidth, declaredHeight] = words(document, 2);
  const filters = filtersOf(document, image);
  const codestream = filters.at(-1) === 'JPXDecode' ? codestreamSize(streamBytes(document, image, filters)) : undefined;
  const width = Math.max(declaredWidth ?? 0, codestream?.width ?? 0);
  const height = Math.max(declaredHeight ?? 0, codestream?.height ?? 0);
  return width > 0 && height > 0 ? { width, height, filters, stencil: false, cmyk: false } : undefined;
}

/** Adds what PDFium only knows once it has loaded the image. Call it after the size was checked. */
export function inspectImage(document: PdfDocument, page: OpenPage, image: Pointer, facts: ImageFacts): ImageFacts {
  const { pdfium, scratch } = document;
  // FPDF_IMAGEOBJ_METADATA: width, height, two floats, bits per pixel, colour space, marked content id.
  if (!pdfium._FPDFImageObj_GetImageMetadata(image, page.handle, scratch)) return facts;
  const [, , , , bits, space] = words(document, 6);
  return { ...facts, stencil: bits === 1 && space === COLORSPACE.unknown, cmyk: space === COLORSPACE.cmyk };
}

/** The encoded stream, or what is left of it once every filter but the image's own is undone. */
export function streamBytes({ pdfium }: PdfDocument, image: Pointer, filters: readonly string[]): Uint8Array {
  const read = (buffer: Pointer, bytes: number): number =>
    filters.length > 1 ? pdfium._FPDFImageObj_GetImageDataDecoded(image, buffer, bytes) : pdfium._FPDFImageObj_GetImageDataRaw(image, buffer, bytes);
  const length = read(0, 0);
  if (length === 0) return new Uint8Array(0);
  const at = allocate(pdfium, length);
  read(at, length);
  const bytes = pdfium.HEAPU8.slice(at, at + length);
  pdfium.wasmExports.free(at);
  return bytes;
}

/** Decodes an image. Undefined when PDFium cannot. */
export async function extractImage(document: PdfDocument, page: OpenPage, image: Pointer, facts: ImageFacts): Promise<ExtractedImage | undefined> {
  const copy = nativePixels(document, page, image, facts);
  if (!copy) return undefined;
  const notes = [...(facts.cmyk ? ['cmyk'] : []), ...(copy.translucent ? ['alpha'] : [])];
  const jpeg = facts.filters.at(-1) === 'DCTDecode' && !copy.translucent ? streamBytes(document, image, facts.filters) : undefined;
  if (jpeg && (await showsSame(jpeg, copy.image))) return { image: copy.image, bytes: jpeg, format: 'jpeg', notes };
  return { image: copy.image, bytes: await encodePng(copy.image), format: 'png', notes };
}

/**
 * Pixels as the page paints them (soft mask, colour key, Decode, colour space and all) but at the image's own size: painted alone,
 * under a matrix of one point a pixel. At that scale PDFium copies samples; it does not resample.
 */
export function nativePixels(document: PdfDocument, page: OpenPage, image: Pointer, { width, height }: ImageFacts): BitmapCopy | undefined {
  const { pdfium, scratch } = document;
  const placed = readAffine(pdfium, scratch, image);
  writeAffine(pdfium, scratch, [width, 0, 0, height, 0, 0]);
  pdfium._FPDFPageObj_SetMatrix(image, scratch);
  const painted = pdfium._FPDFImageObj_GetRenderedBitmap(document.handle, page.handle, image);
  writeAffine(pdfium, scratch, placed);
  pdfium._FPDFPageObj_SetMatrix(image, scratch);
  if (painted !== 0) return takeBitmap(pdfium, painted);
  const plain = pdfium._FPDFImageObj_GetBitmap(image);
  return plain === 0 ? undefined : takeBitmap(pdfium, plain);
}

/** Whether a JPEG, decoded by itself, is what the page shows: no Decode inversion, no mask, no odd colour space, not cut off. */
async function showsSame(jpeg: Uint8Array, shown: RgbImage): Promise<boolean> {
  try {
    const header = readHeader(jpeg, 'jpeg');
    if (header.cmyk || header.width !== shown.width || header.height !== shown.height) return false;
    const { image, notes } = await decodeImage(jpeg, 'jpeg', { maxPixels: shown.width * shown.height });
    return notes.length === 0 && meanDifference(image.data, shown.data) <= SAME_PIXELS;
  } catch {
    return false; // PDFium reads more broken JPEGs than libvips: then its pixels are kept
  }
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / a.length;
}

function filtersOf({ pdfium, scratch }: PdfDocument, image: Pointer): readonly string[] {
  const count = Math.min(pdfium._FPDFImageObj_GetImageFilterCount(image), 16);
  return Array.from({ length: count }, (_, i) => {
    const length = Math.min(64, pdfium._FPDFImageObj_GetImageFilter(image, i, scratch, 64));
    return Buffer.from(pdfium.HEAPU8.slice(scratch, scratch + Math.max(0, length - 1))).toString('latin1');
  });
}

function words({ pdfium, scratch }: PdfDocument, count: number): readonly number[] {
  const view = new DataView(pdfium.HEAPU8.buffer, scratch, count * 4);
  return Array.from({ length: count }, (_, i) => view.getUint32(i * 4, true));
}

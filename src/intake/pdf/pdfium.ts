/**
 * PDFium's C interface (raw, no wrapper): one WebAssembly instance a document, so that nothing of one submission survives in the
 * memory seen by the next, and a trap costs one document. JavaScript, actions and forms are never initialised, so they never run.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PDFiumModule } from '@hyzyla/pdfium';
import { AppError, InputError } from '../../core/errors.ts';
import { repairPdf } from './repair/repair-pdf.ts';

/** Address in the memory of the instance; 0 is null. */
export type Pointer = number;

/** The functions used, as `fpdfview.h`, `fpdf_edit.h`, `fpdf_annot.h`, `fpdf_flatten.h` and `fpdf_text.h` declare them. Booleans are 0 and 1; pages count from 0. */
export interface Pdfium {
  readonly HEAPU8: Uint8Array;
  readonly wasmExports: { malloc(bytes: number): Pointer; free(at: Pointer): void };
  _FPDF_InitLibrary(): void;
  _FPDF_LoadMemDocument(at: Pointer, bytes: number, password: Pointer): Pointer;
  _FPDF_GetLastError(): number;
  _FPDF_GetPageCount(document: Pointer): number;
  _FPDF_LoadPage(document: Pointer, index: number): Pointer;
  _FPDF_ClosePage(page: Pointer): void;
  _FPDF_GetPageBoundingBox(page: Pointer, rect: Pointer): number;
  _FPDF_GetPageWidthF(page: Pointer): number;
  _FPDF_GetPageHeightF(page: Pointer): number;
  _FPDFPage_GetRotation(page: Pointer): number;
  _FPDFPage_GetAnnotCount(page: Pointer): number;
  _FPDFPage_GetAnnot(page: Pointer, index: number): Pointer;
  _FPDFPage_CloseAnnot(annotation: Pointer): void;
  _FPDFAnnot_GetObjectCount(annotation: Pointer): number;
  _FPDFAnnot_GetObject(annotation: Pointer, index: number): Pointer;
  _FPDFPage_Flatten(page: Pointer, flag: number): number;
  _FPDFPage_CountObjects(page: Pointer): number;
  _FPDFPage_GetObject(page: Pointer, index: number): Pointer;
  _FPDFPageObj_GetType(object: Pointer): number;
  _FPDFPageObj_GetMatrix(object: Pointer, matrix: Pointer): number;
  _FPDFPageObj_SetMatrix(object: Pointer, matrix: Pointer): number;
  _FPDFPageObj_GetBounds(object: Pointer, left: Pointer, bottom: Pointer, right: Pointer, top: Pointer): number;
  _FPDFPageObj_SetIsActive(object: Pointer, active: number): number;
  _FPDFPageObj_GetFillColor(object: Pointer, r: Pointer, g: Pointer, b: Pointer, a: Pointer): number;
  _FPDFPath_CountSegments(path: Pointer): number;
  _FPDFPath_GetDrawMode(path: Pointer, fill: Pointer, stroke: Pointer): number;
  _FPDFPath_GetPathSegment(path: Pointer, index: number): Pointer;
  _FPDFPathSegment_GetType(segment: Pointer): number;
  _FPDFFormObj_CountObjects(form: Pointer): number;
  _FPDFFormObj_GetObject(form: Pointer, index: number): Pointer;
  _FPDFImageObj_GetImagePixelSize(image: Pointer, width: Pointer, height: Pointer): number;
  _FPDFImageObj_GetImageFilterCount(image: Pointer): number;
  _FPDFImageObj_GetImageFilter(image: Pointer, index: number, buffer: Pointer, bytes: number): number;
  _FPDFImageObj_GetImageDataRaw(image: Pointer, buffer: Pointer, bytes: number): number;
  _FPDFImageObj_GetImageDataDecoded(image: Pointer, buffer: Pointer, bytes: number): number;
  _FPDFImageObj_GetImageMetadata(image: Pointer, page: Pointer, metadata: Pointer): number;
  _FPDFImageObj_GetBitmap(image: Pointer): Pointer;
  _FPDFImageObj_GetRenderedBitmap(document: Pointer, page: Pointer, image: Pointer): Pointer;
  _FPDFBitmap_CreateEx(width: number, height: number, format: number, at: Pointer, stride: number): Pointer;
  _FPDFBitmap_FillRect(bitmap: Pointer, left: number, top: number, width: number, height: number, argb: number): number;
  _FPDFBitmap_Destroy(bitmap: Pointer): void;
  _FPDFBitmap_GetBuffer(bitmap: Pointer): Pointer;
  _FPDFBitmap_GetWidth(bitmap: Pointer): number;
  _FPDFBitmap_GetHeight(bitmap: Pointer): number;
  _FPDFBitmap_GetStride(bitmap: Pointer): number;
  _FPDFBitmap_GetFormat(bitmap: Pointer): number;
  _FPDF_RenderPageBitmap(bitmap: Pointer, page: Pointer, x: number, y: number, width: number, height: number, rotate: number, flags: number): void;
  _FPDFText_LoadPage(page: Pointer): Pointer;
  _FPDFText_ClosePage(text: Pointer): void;
  _FPDFText_CountChars(text: Pointer): number;
  _FPDFText_GetUnicode(text: Pointer, index: number): number;
  _FPDFText_GetCharBox(text: Pointer, index: number, left: Pointer, right: Pointer, bottom: Pointer, top: Pointer): number;
}

/** An open document. Valid only within {@link withPdf}. */
export interface PdfDocument {
  readonly pdfium: Pdfium;
  readonly handle: Pointer;
  /** Without the stray images. */
  readonly pageCount: number;
  /** What is read is not the file as it came but what could be saved of it. */
  readonly repaired: boolean;
  /** Pages after the last one, each showing an image that no page of a repaired document does. */
  readonly strayImages: number;
  /** 256 bytes for results of the C calls. */
  readonly scratch: Pointer;
}

const SCRATCH_BYTES = 256;
/** bytes; an image of 100 megapixels needs some 800 MB. Without it a bomb takes the 2 GiB that the build allows. */
const MAX_MEMORY = 1024 ** 3;
/** `fpdfview.h`, FPDF_ERR_*. */
const ERR_PASSWORD = 4;
const ERR_SECURITY = 5;

/**
 * Opens a PDF, hands it to `use`, and gives back what that gives; the document and its memory end with it. A file that is cut off, or
 * that breaks while it is used, is repaired and used again; `use` may be called twice.
 *
 * @throws {InputError} `document/encrypted`, `document/corrupt` (also when PDFium traps on it).
 */
export async function withPdf<T>(bytes: Uint8Array, use: (document: PdfDocument) => T | Promise<T>): Promise<T> {
  const asItIs = { bytes, strayImages: 0 };
  const cut = !hasEnd(bytes);
  const early = cut ? repairPdf(bytes) : undefined;
  try {
    return await attempt(early ?? asItIs, early !== undefined, use);
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'document/corrupt') throw error;
    const other = cut ? (early ? asItIs : undefined) : repairPdf(bytes);
    if (!other) throw error;
    return attempt(other, !cut, use).catch((second: unknown) => {
      throw second instanceof InputError && second.code === 'document/corrupt' ? error : second;
    });
  }
}

/** bytes; the marker of the end stands within the last 1024 (ISO 32000-1 Annex H.3.4.4), some files have more behind it. */
const END_WITHIN = 4096;

function hasEnd(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(-END_WITHIN)).includes('%%EOF');
}

async function attempt<T>({ bytes, strayImages }: { readonly bytes: Uint8Array; readonly strayImages: number }, repaired: boolean, use: (document: PdfDocument) => T | Promise<T>): Promise<T> {
  const pdfium = await newInstance();
  try {
    const document = open(pdfium, bytes);
    return await use({ ...document, repaired, strayImages, pageCount: document.pageCount - strayImages });
  } catch (error) {
    if (error instanceof AppError || !isTrap(error)) throw error;
    throw new InputError('document/corrupt', 'the PDF cannot be read: its structure breaks the reader; print it to a new PDF and send that', {}, { cause: error });
  }
}

let compiled: WebAssembly.Module | undefined;

async function newInstance(): Promise<Pdfium> {
  compiled ??= new WebAssembly.Module(readFileSync(fileURLToPath(import.meta.resolve('@hyzyla/pdfium/pdfium.wasm'))));
  const module = compiled;
  const options = {
    // Standard output belongs to the command line.
    print: ignore, printErr: ignore,
    // The wrapper's type names one argument, the module; the loader takes the instance as the first.
    instantiateWasm(imports: Record<string, Record<string, unknown>>, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void) {
      const instance = new WebAssembly.Instance(module, withMemoryLimit(imports));
      done(instance, module);
      return instance.exports;
    },
  };
  const loaded: unknown = await PDFiumModule(options as unknown as Parameters<typeof PDFiumModule>[0]);
  const pdfium = loaded as Pdfium;
  pdfium._FPDF_InitLibrary();
  return pdfium;
}

function open(pdfium: Pdfium, bytes: Uint8Array): Omit<PdfDocument, 'repaired' | 'strayImages'> {
  const at = allocate(pdfium, bytes.length);
  pdfium.HEAPU8.set(bytes, at);
  const scratch = allocate(pdfium, SCRATCH_BYTES);
  const handle = pdfium._FPDF_LoadMemDocument(at, bytes.length, 0);
  if (handle === 0) throw openError(pdfium._FPDF_GetLastError());
  return { pdfium, handle, scratch, pageCount: pdfium._FPDF_GetPageCount(handle) };
}

function openError(code: number): InputError {
  if (code === ERR_PASSWORD || code === ERR_SECURITY) {
    return new InputError('document/encrypted', 'the PDF is protected by a password; save it without protection and send that', { code });
  }
  return new InputError('document/corrupt', 'the PDF cannot be opened: it is damaged or cut off; print it to a new PDF and send that', { code });
}

/** @throws {InputError} the memory of the instance is used up. */
export function allocate(pdfium: Pdfium, bytes: number): Pointer {
  const at = pdfium.wasmExports.malloc(bytes);
  if (at === 0) throw new InputError('document/corrupt', `the PDF asks for ${bytes} more bytes of memory than it may have`, { bytes });
  return at;
}

function ignore(): void {}

/** Refuses to grow the memory beyond the limit; PDFium then goes without a bitmap, or aborts. */
function withMemoryLimit(imports: Record<string, Record<string, unknown>>): Record<string, Record<string, unknown>> {
  const grow = imports['env']?.['emscripten_resize_heap'];
  if (typeof grow !== 'function') throw new TypeError('this build of PDFium does not ask for memory by emscripten_resize_heap');
  const limited = (bytes: number): unknown => bytes >>> 0 <= MAX_MEMORY && (grow as (bytes: number) => unknown)(bytes);
  return { ...imports, env: { ...imports['env'], emscripten_resize_heap: limited } };
}

/** What comes out of WebAssembly that broke: a trap, an exhausted stack, or Emscripten's way to exit. */
function isTrap(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && (error.name === 'RuntimeError' || error.name === 'ExitStatus'));
}

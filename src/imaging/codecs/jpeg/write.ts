/** Puts a JPEG together again: same segments, same scans, same tables as long as these can code every coefficient. */
import { readHuffmanTables, writeHuffmanTables, type HuffmanDefinition, type HuffmanTable } from './huffman.ts';
import type { Jpeg, ScanPart, SegmentPart } from './jpeg.types.ts';
import { tablesFor, writeScan } from './write-scan.ts';

/**
 * The file of these coefficients. Where a scan needs a symbol that the file's tables lack, that scan gets the shortest tables of its own.
 * An unchanged JPEG whose encoder made the usual choices comes out byte for byte.
 *
 * @throws {InputError} `image/corrupt` — a coefficient that no JPEG can hold.
 */
export function writeJpeg(jpeg: Pick<Jpeg, 'progressive' | 'components' | 'parts' | 'trailer'>): Uint8Array {
  const out: Output = { chunks: [Uint8Array.of(0xff, 0xd8)], dc: [], ac: [], waiting: [] };
  for (const part of jpeg.parts) {
    if (part.kind === 'segment') putSegment(out, part);
    else putScan(out, jpeg, part);
  }
  out.chunks.push(Uint8Array.of(0xff, 0xd9), jpeg.trailer);
  return joined(out.chunks);
}

interface Output {
  readonly chunks: Uint8Array[];
  /** Tables as a decoder would know them at this place of the output. */
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  /** DHT segments since the last scan: place among the chunks, and what they define. */
  readonly waiting: { readonly chunk: number; readonly definitions: readonly HuffmanDefinition[] }[];
}

function putSegment(out: Output, { marker, bytes }: SegmentPart): void {
  if (marker === 0xc4) {
    const definitions = readHuffmanTables(bytes);
    out.waiting.push({ chunk: out.chunks.length, definitions });
    for (const { kind, slot, table } of definitions) out[kind][slot] = table;
  }
  out.chunks.push(bytes);
}

function putScan(out: Output, jpeg: Pick<Jpeg, 'progressive' | 'components'>, scan: ScanPart): void {
  let data = writeScan(jpeg, scan, out);
  if (!data) {
    const own = tablesFor(jpeg, scan);
    for (const { chunk, definitions } of out.waiting) {
      const kept = definitions.filter((old) => !own.some(({ kind, slot }) => kind === old.kind && slot === old.slot));
      if (kept.length < definitions.length) out.chunks[chunk] = kept.length > 0 ? writeHuffmanTables(kept) : new Uint8Array(0);
    }
    for (const { kind, slot, table } of own) out[kind][slot] = table;
    if (own.length > 0) out.chunks.push(writeHuffmanTables(own));
    data = writeScan(jpeg, scan, out) ?? new Uint8Array(0);
  }
  out.chunks.push(scan.bytes, data);
  out.waiting.length = 0;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

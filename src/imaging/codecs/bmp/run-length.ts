export interface RunLengthOptions {
  readonly width: number;
  readonly height: number;
  /** RLE4: two pixels a byte; otherwise RLE8. */
  readonly nibbles: boolean;
}

/**
 * Unpacks RLE8 or RLE4 into palette indices, width × height in stored row order. Pixels skipped over are index 0.
 * Source: Microsoft, Bitmap Compression.
 */
export function unpackRunLength(source: Uint8Array, { width, height, nibbles }: RunLengthOptions): { readonly indices: Uint8Array; readonly truncated: boolean } {
  const indices = new Uint8Array(width * height);
  let x = 0;
  let y = 0;
  let at = 0;
  const put = (index: number): void => {
    if (x < width && y < height) indices[y * width + x] = index;
    x++;
  };
  const pick = (byte: number, i: number): number => (nibbles ? (i % 2 === 0 ? byte >> 4 : byte & 15) : byte);

  while (at + 1 < source.length && y < height) {
    const count = source[at] ?? 0;
    const value = source[at + 1] ?? 0;
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(pick(value, i));
    } else if (value === 0) {
      x = 0;
      y++;
    } else if (value === 1) {
      return { indices, truncated: false };
    } else if (value === 2) {
      x += source[at] ?? 0;
      y += source[at + 1] ?? 0;
      at += 2;
    } else {
      for (let i = 0; i < value; i++) put(pick(source[at + (nibbles ? i >> 1 : i)] ?? 0, i));
      const bytes = nibbles ? Math.ceil(value / 2) : value;
      at += bytes + (bytes % 2);
    }
  }
  return { indices, truncated: y < height };
}

/** Masks widened and opened by discs. */

interface Disc {
  /** px, of the mask. */
  readonly width: number;
  readonly height: number;
  /** px, whole. */
  readonly radius: number;
}

/** 1 where a set pixel lies within the radius. */
export function discDilated(mask: Uint8Array, disc: Disc): Uint8Array {
  return Uint8Array.from(countsOver(mask, disc), (count) => (count > 0 ? 1 : 0));
}

/** Without what no disc fits into; beyond the mask nothing is set. */
export function discOpened(mask: Uint8Array, disc: Disc): Uint8Array {
  const { radius } = disc;
  let size = 0;
  for (let dy = -radius; dy <= radius; dy++) size += 2 * reachAt(dy, radius) + 1;
  return discDilated(Uint8Array.from(countsOver(mask, disc), (count) => (count === size ? 1 : 0)), disc);
}

function reachAt(dy: number, radius: number): number {
  return Math.floor(Math.sqrt(radius * radius - dy * dy));
}

/** Set pixels in the disc around each pixel. */
function countsOver(mask: Uint8Array, { width, height, radius }: Disc): Uint16Array {
  const out = new Uint16Array(width * height);
  const before = new Uint16Array(width + 1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) before[x + 1] = (before[x] ?? 0) + (mask[y * width + x] ? 1 : 0);
    if (before[width] === 0) continue;
    for (let row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++) {
      const reach = reachAt(row - y, radius);
      for (let x = 0; x < width; x++) {
        const count = (before[Math.min(width, x + reach + 1)] ?? 0) - (before[Math.max(0, x - reach)] ?? 0);
        if (count) out[row * width + x] = (out[row * width + x] ?? 0) + count;
      }
    }
  }
  return out;
}

/** Levels by rank, counted in a histogram. */

/**
 * @param data luma in [0, 255], rounded to whole levels. @param skip non-zero where a pixel does not count, of the same length.
 * @returns for a share in [0, 1] the level that so many of the pixels do not pass; 0 where none counts.
 */
export function levelQuantiles(data: Float32Array, skip?: Uint8Array): (share: number) => number {
  const histogram = new Uint32Array(256);
  let count = 0;
  for (let i = 0; i < data.length; i++) {
    if (skip?.[i]) continue;
    const level = Math.round(data[i] ?? 0);
    histogram[level] = (histogram[level] ?? 0) + 1;
    count++;
  }
  return (share) => {
    let seen = 0;
    let level = -1;
    while (level < 255 && seen <= share * (count - 1)) seen += histogram[++level] ?? 0;
    return Math.max(0, level);
  };
}

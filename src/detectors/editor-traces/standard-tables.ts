/** The luminance table of ITU-T T.81 annex K.1, natural order, which libjpeg and most programs scale by quality. */
const BASE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
] as const;

/** The quality in [1, 100] at which libjpeg writes this table (jcparam.c); undefined: none, so a camera or an editor with tables of its own wrote it. */
export function standardQuality(table: Uint16Array): number | undefined {
  for (let quality = 1; quality <= 100; quality++) {
    const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
    if (BASE.every((base, i) => table[i] === Math.min(255, Math.max(1, Math.floor((base * scale + 50) / 100))))) return quality;
  }
  return undefined;
}

/** Whether a raster is a bullet, a rule or an icon rather than a figure. A long thin one may be a strip of a blot. @param width px. @param height px. */
export function isTiny(width: number, height: number): boolean {
  const short = Math.min(width, height);
  return short < 16 || (short < 32 && Math.max(width, height) < 128);
}

/** Brands of the ISO base media format that are still pictures. */
const PICTURES = /^(?:heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis|crx |jp2 |jpx |jpm |mjp2)$/;

/** Whether a file is an MP4 or QuickTime film, by its first box. Source: ISO/IEC 14496-12 §4.3. */
export function isMp4(bytes: Uint8Array): boolean {
  const word = (at: number): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', at, at + 4);
  if (bytes.length < 16 || word(4) !== 'ftyp') return false;
  return !PICTURES.test(word(8));
}

/** Size of a JPEG 2000 codestream, px, by its SIZ marker; the dictionary around it may lie. Source: ITU-T T.800 §A.5.1. */
export function codestreamSize(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51]));
  if (at < 0 || at + 24 > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 24);
  return { width: view.getUint32(8) - view.getUint32(16), height: view.getUint32(12) - view.getUint32(20) };
}

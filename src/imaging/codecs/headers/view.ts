/** A bounds-checked view of the bytes: reading beyond the end throws RangeError, which `readHeader` turns into `image/truncated`. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Four (or `length`) bytes as Latin-1 text. */
export function tagAt(view: DataView, offset: number, length = 4): string {
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode(view.getUint8(offset + i));
  return text;
}

/** Files of network weights: eight bytes of magic, then IEEE 754 binary16 values, little-endian. */

/** @param magic eight characters. @throws {RangeError} the file is not `count` weights of this kind. */
export function checkWeights(bytes: Uint8Array, magic: string, count: number): void {
  if (bytes.length !== 8 + 2 * count || new TextDecoder().decode(bytes.subarray(0, 8)) !== magic) throw new RangeError(`network: ${bytes.length} bytes are not ${count} weights`);
}

/** Reads on by as many values as it is asked for. */
export function halfReader(bytes: Uint8Array): (count: number) => Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  return (count) => Float32Array.from({ length: count }, () => fromHalf(view.getUint16(2 * at++, true)));
}

/** Finite values only. */
function fromHalf(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

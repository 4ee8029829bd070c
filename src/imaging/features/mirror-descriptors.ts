/** Mirroring in descriptor space: no second extraction is needed. */

/** Source bin of each of the 128 bins: cells swap across the keypoint's direction, angles change sense. */
const SOURCE = Uint8Array.from({ length: 128 }, (_, i) => (3 - (i >> 5)) * 32 + (i & 24) + ((8 - (i & 7)) & 7));

/** The descriptors that the mirror image would have given, N × 128. The mirror image's keypoint angle is π − angle. Its own inverse. */
export function mirrorDescriptors(descriptors: Uint8Array): Uint8Array {
  if (descriptors.length % 128 !== 0) throw new RangeError(`descriptors: ${descriptors.length} bytes are not N × 128`);
  const out = new Uint8Array(descriptors.length);
  for (let at = 0; at < out.length; at += 128) for (let i = 0; i < 128; i++) out[at + i] = descriptors[at + (SOURCE[i] ?? 0)] ?? 0;
  return out;
}

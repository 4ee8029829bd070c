/** Projections in plain TypeScript: specification and oracle of kernels/project.ts. */
export function projectReference(rows: Uint8Array, directions: Int8Array): Int32Array {
  const [count, directionCount] = [rows.length / 128, directions.length / 128];
  const out = new Int32Array(count * directionCount);
  for (let i = 0; i < count; i++) for (let d = 0; d < directionCount; d++) {
    let sum = 0;
    for (let k = 0; k < 128; k++) sum += (rows[i * 128 + k] ?? 0) * (directions[d * 128 + k] ?? 0);
    out[i * directionCount + d] = sum;
  }
  return out;
}

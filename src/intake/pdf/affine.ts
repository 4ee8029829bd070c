/** PDF's matrices [a b c d e f]: (x, y) → (a·x + c·y + e, b·x + d·y + f). Source: ISO 32000-1 §8.3.3. */
import type { Box } from '../../core/geometry.ts';
import type { Pdfium, Pointer } from './pdfium.ts';

export type Affine = readonly [number, number, number, number, number, number];

/** The matrix that applies `first` and then `then`. */
export function concat(first: Affine, then: Affine): Affine {
  const [a, b, c, d, e, f] = first;
  const [A, B, C, D, E, F] = then;
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F];
}

/** The matrix of an object in the space of its parent; of a form, that of its content. Identity when there is none. */
export function readAffine(pdfium: Pdfium, scratch: Pointer, object: Pointer): Affine {
  if (!pdfium._FPDFPageObj_GetMatrix(object, scratch)) return [1, 0, 0, 1, 0, 0];
  const view = new DataView(pdfium.HEAPU8.buffer, scratch, 24);
  const at = (i: number): number => view.getFloat32(i * 4, true);
  return [at(0), at(1), at(2), at(3), at(4), at(5)];
}

export function writeAffine(pdfium: Pdfium, scratch: Pointer, matrix: Affine): void {
  const view = new DataView(pdfium.HEAPU8.buffer, scratch, 24);
  for (const [i, value] of matrix.entries()) view.setFloat32(i * 4, value, true);
}

export interface Rect {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

/** Bounding box of a rectangle carried through a matrix. */
export function boundsThrough([a, b, c, d, e, f]: Affine, { left, bottom, right, top }: Rect): Box<'page'> {
  const corners = [[left, bottom], [right, bottom], [left, top], [right, top]] as const;
  const xs = corners.map(([x, y]) => a * x + c * y + e);
  const ys = corners.map(([x, y]) => b * x + d * y + f);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** How an image stands on the upright page, for people: `rotated-on-page`, `mirrored-on-page`. Its pixels stay as stored. */
export function placementNotes([a, b, c, d]: Affine): readonly string[] {
  // Upright means x to the right and y of the unit square (up) to the top of the page (down is positive).
  const tilted = Math.hypot(b, c) > 0.01 * Math.hypot(a, d);
  const mirrored = a * d - b * c > 0;
  const turned = tilted || (!mirrored && a < 0);
  return [...(turned ? ['rotated-on-page'] : []), ...(mirrored ? ['mirrored-on-page'] : [])];
}

/** From the small pictures that are compared to the images as stored. */
import { multiply, type Matrix } from '../core/geometry.ts';
import { rescaled, type QueryImage } from '../reference/query-image.ts';
import type { EntryRow } from '../store/reference.ts';

/** A transform between the small pictures as one between the images as stored. */
export function between(query: QueryImage, entry: EntryRow, matrix: Matrix, thumbnail: { readonly width: number; readonly height: number }): Matrix {
  const m = multiply(rescaled(query.gray, query), multiply(matrix, rescaled(entry, thumbnail)));
  return m.map((value) => value / m[8]) as unknown as Matrix;
}

/** Where the pictures of a report come from. The caller decodes in workers; pixels do not pass through here. */
import type { Box } from '../core/geometry.ts';

/** Each gives an encoded JPEG (small) or PNG whose longer side has at most `maxSidePx`. An {@link AppError} leaves a visible gap in the report. */
export interface Pictures {
  crop(figure: string, box: Box<'figure'>, maxSidePx: number): Promise<Uint8Array>;
  /** `file` is an index, `page` counts from 1. */
  page(file: number, page: number, maxSidePx: number): Promise<Uint8Array>;
  figure(figure: string, maxSidePx: number): Promise<Uint8Array>;
}

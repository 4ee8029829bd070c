/** What is measured of an image before the reference index is asked. */
import { queryImage, type QueryImage } from '../../reference/query-image.ts';

export interface QueryInput {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
}

export type QueryOutput = QueryImage;

export async function describeQuery({ bytes, maxPixels }: QueryInput): Promise<QueryOutput> {
  return queryImage(bytes, maxPixels);
}

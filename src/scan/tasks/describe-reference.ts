/** What the reference index keeps of an image that is enrolled. */
import { describeImage } from '../../reference/describe-image.ts';
import type { DescribedImage } from '../../reference/described-image.ts';

export interface DescribeInput {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
}

export type DescribeOutput = DescribedImage;

export async function describeReference({ bytes, maxPixels }: DescribeInput): Promise<DescribeOutput> {
  return describeImage(bytes, maxPixels);
}

/** What is measured of an image before the reference index is asked; of a compound figure also its panels. */
import { translation, type Matrix } from '../../core/geometry.ts';
import type { ImageFormat } from '../../core/media.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';
import { cropImage } from '../../imaging/codecs/resize.ts';
import { wholeBox } from '../../imaging/resample.ts';
import { findPanels } from '../../intake/panels/find-panels.ts';
import { queryImage, queryOf, type QueryImage } from '../../reference/query-image.ts';

export interface QueryInput {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
  /** Whether a compound figure is also asked for panel by panel. */
  readonly panels?: boolean;
}

export interface AskedImage {
  readonly query: QueryImage;
  /** Pixels of this query → pixels of the image as stored. */
  readonly toWhole: Matrix;
}

/** The whole image first. */
export type QueryOutput = readonly AskedImage[];

/** A figure with more is a sheet of small pictures: its panels are too small to be asked for one by one. */
const MOST_PANELS = 16;
/** Share of the figure; a panel that is nearly all of it is asked for once. */
const NEARLY_ALL = 0.85;

export async function describeQuery({ bytes, maxPixels, panels = false }: QueryInput): Promise<QueryOutput> {
  const whole = { query: await queryImage(bytes, maxPixels), toWhole: translation(0, 0) };
  return panels ? [whole, ...(await panelsOf(bytes, maxPixels))] : [whole];
}

async function panelsOf(bytes: Uint8Array, maxPixels: number): Promise<AskedImage[]> {
  const { image } = await decodeImage(bytes, sniffFormat(bytes) as ImageFormat, { maxPixels });
  const found = findPanels(image, 'query').filter(({ box, examined }) => examined && box.width * box.height < NEARLY_ALL * image.width * image.height);
  if (found.length > MOST_PANELS) return [];
  return Promise.all(found.map(async ({ box }) => {
    const whole = wholeBox(box, image);
    return { query: await queryOf(cropImage(image, whole)), toWhole: translation(whole.x, whole.y) };
  }));
}

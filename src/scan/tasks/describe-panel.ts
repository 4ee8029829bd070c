/** What is measured of a panel before the reference index is asked. */
import type { Panel } from '../../core/media.ts';
import type { Keypoints } from '../../imaging/features/keypoints.ts';
import { crop, wholeBox } from '../../imaging/resample.ts';
import { queryOf, type QueryImage } from '../../reference/query-image.ts';
import { figurePixels, type FigureSource } from '../figure-source.ts';

export interface PanelQueryInput extends FigureSource {
  readonly panel: Panel;
  /** Of the panel, in its pixels, as the scan measured them. */
  readonly keypoints: Keypoints;
}

/** In pixels of the panel. */
export type PanelQueryOutput = QueryImage;

export async function describePanel(input: PanelQueryInput): Promise<PanelQueryOutput> {
  const pixels = await figurePixels(input);
  return queryOf(crop(pixels, wholeBox(input.panel.box, pixels)), input.keypoints);
}

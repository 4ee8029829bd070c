/** What a side of a finding shows: a figure of the submission, or a picture of the reference library. */
import type { Figure } from '../../../src/core/media.ts';
import type { ReferenceImage } from '../../../src/core/evidence.ts';
import type { ScanResult } from '../../../src/http/native/wire.ts';

/** All that drawing one needs; regions lie in its pixels. */
export type Picture = Pick<Figure, 'id' | 'width' | 'height'>;

export function pictureOf({ figures, references }: Pick<ScanResult, 'figures' | 'references'>, id: string | undefined): Picture | undefined {
  return figures.find((figure) => figure.id === id) ?? referenceOf({ references }, id);
}

/** Its file name: the folders of whoever enrolled it are nobody's business. */
export const fileNameOf = ({ name }: Pick<ReferenceImage, 'name'>): string => name.split('/').at(-1) ?? name;

/** Undefined: a figure of the submission. */
export function referenceOf({ references }: Pick<ScanResult, 'references'>, id: string | undefined): ReferenceImage | undefined {
  return references?.find((reference) => reference.id === id);
}

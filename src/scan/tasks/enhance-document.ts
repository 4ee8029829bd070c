/** Straightens one picture of a sheet and improves its tones. */
import type { Point } from '../../core/geometry.ts';
import { InputError } from '../../core/errors.ts';
import type { RgbImage } from '../../core/image.ts';
import { decodeImage } from '../../imaging/codecs/decode.ts';
import { encodeLike } from '../../imaging/codecs/encode-like.ts';
import { orientationOf } from '../../imaging/codecs/orientation.ts';
import { findCorners } from '../../imaging/restore/find-corners.ts';
import { improve, type Improvement } from '../../imaging/restore/improve.ts';
import { begunAt, frameOf, isClockwise, type Quad } from '../../imaging/restore/quad.ts';
import { rectify } from '../../imaging/restore/rectify.ts';
import { turnUpright, type Orientation } from '../../imaging/upright.ts';
import { openPicture, refuseTruncated, type Sides } from '../open-picture.ts';

export interface EnhanceInput {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
  /** px; absent = any size. */
  readonly sides?: Sides;
  /** Where the corners come from. */
  readonly corners: { readonly from: 'found' } | { readonly from: 'given'; readonly points: Quad };
  /** Whether the sheet is cut out along them. */
  readonly straighten: boolean;
  readonly improvement: Improvement;
}

export interface EnhanceOutput {
  /** The bytes as sent when nothing was to be changed. */
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly changed: boolean;
  /** px of the picture as stored, clockwise, from the corner that is top left as the picture is seen; the whole frame when none was found. */
  readonly corners: Quad;
  readonly found: boolean;
}

/** @throws {InputError | LimitError} `image/…`; `request/invalid`: the points given are no sheet in the picture. */
export async function enhanceDocument({ bytes, maxPixels, sides, corners: wanted, straighten, improvement }: EnhanceInput): Promise<EnhanceOutput> {
  const format = openPicture(bytes, sides);
  const { image, notes } = await decodeImage(bytes, format, { maxPixels });
  refuseTruncated(notes, format);
  const orientation = await orientationOf(bytes, format);
  const found = wanted.from === 'given' ? checked(wanted.points, image) : seenFirst(findCorners(image), orientation);
  const corners = found ?? begunAt(frameOf(image.width, image.height), FIRST[orientation]);
  const cut = straighten && found !== undefined;
  if (!cut && improvement === 'none') return { bytes, type: `image/${format}`, changed: false, corners, found: found !== undefined };
  const upright = cut ? rectify(image, corners) : turnUpright(image, orientation);
  const made = await encodeLike(await improve(upright, improvement), format, { twoTone: improvement === 'black-white' });
  return { ...made, changed: true, corners, found: found !== undefined };
}

/** Corners of the stored frame, clockwise, before the one that is seen at the top left. Mirrored pictures are treated like the turned ones they are mirrors of. */
const FIRST: Readonly<Record<Orientation, number>> = { 1: 0, 2: 0, 3: 2, 4: 2, 5: 3, 6: 3, 7: 1, 8: 1 };

const seenFirst = (quad: Quad | undefined, orientation: Orientation): Quad | undefined => (quad === undefined ? undefined : begunAt(quad, FIRST[orientation]));

function checked(points: Quad, { width, height }: RgbImage): Quad {
  const within = ({ x, y }: Point): boolean => x >= 0 && y >= 0 && x <= width && y <= height;
  if (!points.every(within)) throw new InputError('request/invalid', `points: expected four corners inside the image of ${width} × ${height} px`);
  if (!isClockwise(points)) throw new InputError('request/invalid', 'points: expected the four corners of a sheet, clockwise from its top left');
  return points;
}

import type { Box, Matrix } from '../../../src/core/geometry.ts';
import { figureImageUrl } from '../api/urls.ts';
import type { Picture } from '../finding/pictures.ts';
import { useScanAddress } from '../scan/scan-address.ts';
import type { Lens } from '../viewer/lens.ts';
import { toMatrix3d } from '../viewer/viewport.ts';
import css from './warped-image.module.css';

/** The image is drawn at the size of its figure, whatever the file has, so that matrices speak figure pixels. */
export const COMPARE_PX = 4096;

interface Props {
  readonly figure: Picture;
  /** Pixels of the figure → screen. */
  readonly toScreen: Matrix;
  /** What is shown of it, in its own pixels. */
  readonly frame: Box;
  readonly name: string;
  readonly filter: 'first' | 'second';
  readonly lens: Lens;
}

/** A figure under a plane transform, homographies included: CSS does the warp. */
export function WarpedImage({ figure, toScreen, frame, name, filter, lens }: Props) {
  const { ref } = useScanAddress();
  const { width, height } = figure;
  const clip = `inset(${frame.y}px ${width - frame.x - frame.width}px ${height - frame.y - frame.height}px ${frame.x}px)`;
  const magnification = Math.hypot(toScreen[0], toScreen[3]);
  return (
    <img className={css.image} src={figureImageUrl(ref, figure.id, COMPARE_PX)} alt={name} draggable={false} data-magnified={magnification >= 3}
      style={{ width, height, transform: toMatrix3d(toScreen), clipPath: clip, filter: lens === 'none' ? undefined : `url(#lens-${filter})` }} />
  );
}

import type { Point } from '../../../src/core/geometry.ts';
import css from './picture-with-outline.module.css';

interface Props {
  readonly caption: string;
  readonly picture: string;
  /** px as stored; undefined: no geometry is known for this picture. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** In those px. */
  readonly outline: readonly Point[] | undefined;
  readonly label: string;
}

/** The viewBox is in px of the stored image, so nothing here scales anything; a dark and a light casing show on any picture. */
export function PictureWithOutline({ caption, picture, size, outline, label }: Props) {
  const points = outline?.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  return (
    <figure className={css.figure}>
      <figcaption>{caption}{size && <span className={css.dim}> {size.width} × {size.height}</span>}</figcaption>
      {size ? (
        <svg viewBox={`0 0 ${size.width} ${size.height}`} className={css.stage} role="img" aria-label={points ? `${caption}: ${label}` : caption}>
          <image href={picture} width={size.width} height={size.height} preserveAspectRatio="none" />
          {points && <polygon className={css.dark} points={points} />}
          {points && <polygon className={css.light} points={points} />}
          {points && <polygon className={css.line} points={points} />}
        </svg>
      ) : <img src={picture} alt={caption} className={css.stage} />}
    </figure>
  );
}

/** The difference picture over the first image, with its legend. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { applyTo, type Box, type Matrix, multiply, translation } from '../../../src/core/geometry.ts';
import { boundingBox } from '../../../src/core/regions.ts';
import type { Picture } from '../finding/pictures.ts';
import { number } from '../i18n/format.ts';
import { useScanAddress } from '../scan/scan-address.ts';
import { type Crop, cropPixels } from './crop-pixels.ts';
import { DIFFERENCE_TOP, type Difference, differenceOf } from './difference.ts';
import type { Pair } from './pairs.ts';
import css from './difference-layer.module.css';

/** Enough to see single pixels of a panel; a megapixel takes about a quarter of a second. */
const MAX_PX = 900;

interface Props {
  readonly pair: Pair;
  readonly figureA: Picture;
  readonly figureB: Picture;
  readonly toScreen: Matrix;
}

export function DifferenceLayer({ pair, figureA, figureB, toScreen }: Props) {
  const { t, i18n } = useTranslation();
  const { ref } = useScanAddress();
  const box = boundingBox(pair.from.region);
  const { data } = useQuery({
    queryKey: ['difference', ref, pair.from, pair.to],
    queryFn: () => compute(ref, pair, figureA, figureB, box),
    enabled: pair.transform !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (data) canvas.current?.getContext('2d')?.putImageData(new ImageData(data.picture.data, data.picture.width, data.picture.height), 0, 0);
  }, [data]);

  if (!pair.transform) return <p className={css.legend} role="status">{t('compare.differenceNone')}</p>;
  if (!data) return <p className={css.legend} role="status">{t('compare.differenceWait')}</p>;
  const corner = applyTo(toScreen, { x: data.x, y: data.y });
  const scale = toScreen[0] / data.scale;
  return (
    <>
      <canvas ref={canvas} className={css.picture} width={data.picture.width} height={data.picture.height} role="img" aria-label={t('compare.differenceLegend')}
        style={{ left: corner.x, top: corner.y, width: data.picture.width * scale, height: data.picture.height * scale }} />
      <p className={css.legend}>
        <span>{t('compare.differenceLegend')}</span>
        <span className={css.ramp}>0 <i aria-hidden /> ≥ {DIFFERENCE_TOP}</span>
        <span>{t('compare.differenceMean', { value: number(data.mean, i18n.language, 1) })}</span>
      </p>
    </>
  );
}

async function compute(ref: string, pair: Pair, figureA: Picture, figureB: Picture, box: Box): Promise<Difference & Pick<Crop, 'x' | 'y' | 'scale'>> {
  const [a, b] = await Promise.all([cropPixels(ref, figureA, box, MAX_PX), cropPixels(ref, figureB, around(boundingBox(pair.to.region)), MAX_PX)]);
  const aToFigure = multiply(translation(a.x, a.y), scaling(1 / a.scale));
  const figureToB = multiply(scaling(b.scale), translation(-b.x, -b.y));
  const toSecond = multiply(figureToB, multiply(pair.transform ?? translation(0, 0), aToFigure));
  const region = pair.from.region.polygon.map(({ x, y }) => ({ x: (x - a.x) * a.scale, y: (y - a.y) * a.scale }));
  return { ...differenceOf(a, b, toSecond, region), x: a.x, y: a.y, scale: a.scale };
}

/** A few pixels more, for the sampling at the border. */
const around = ({ x, y, width, height }: Box): Box => ({ x: x - 4, y: y - 4, width: width + 8, height: height + 8 });
const scaling = (s: number): Matrix => [s, 0, 0, 0, s, 0, 0, 0, 1];

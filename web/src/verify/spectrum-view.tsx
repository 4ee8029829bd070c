import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../ui/page.module.css';
import { evenSpectrum, SIDE } from './spectrum.ts';
import css from './pixel-view.module.css';

/** Squares in a row and in a column, at most. */
const MOST = 3;

/** The spectrum of the dropped file, for the eye: it is no part of the score. */
export function SpectrumView({ file }: { readonly file: File }) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [fits, setFits] = useState(true);
  useEffect(() => {
    let current = true;
    void squaresOf(file).then((squares) => {
      if (!current) return;
      setFits(squares.length > 0);
      if (squares.length > 0) draw(canvas.current, evenSpectrum(squares));
    }, () => current && setFits(false)); // a format that the browser does not show
    return () => void (current = false);
  }, [file]);
  if (!fits) return undefined;
  return (
    <section className={page.section} aria-labelledby="spectrum">
      <h2 id="spectrum">{t('verify.spectrum')}</h2>
      <p className={page.dim}>{t('verify.spectrumText')}</p>
      <canvas ref={canvas} width={SIDE} height={SIDE} className={css.spectrum} role="img" aria-label={t('verify.spectrum')} />
    </section>
  );
}

/** Grey squares of the image at its own resolution, spread evenly; none: it is smaller than one. */
async function squaresOf(file: File): Promise<Float64Array[]> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  if (Math.min(width, height) < SIDE) return [];
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true });
  if (!context) return [];
  const stops = (length: number): number[] => {
    const count = Math.min(MOST, Math.floor(length / SIDE));
    return Array.from({ length: count }, (_, i) => (count === 1 ? Math.floor((length - SIDE) / 2) : Math.floor((i * (length - SIDE)) / (count - 1))));
  };
  return stops(height).flatMap((y) => stops(width).map((x) => {
    context.clearRect(0, 0, SIDE, SIDE);
    context.drawImage(bitmap, -x, -y);
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    return Float64Array.from({ length: SIDE * SIDE }, (_, i) => 0.299 * (data[4 * i] ?? 0) + 0.587 * (data[4 * i + 1] ?? 0) + 0.114 * (data[4 * i + 2] ?? 0));
  }));
}

function draw(canvas: HTMLCanvasElement | null, grey: Uint8ClampedArray): void {
  const context = canvas?.getContext('2d');
  if (!context) return;
  const picture = context.createImageData(SIDE, SIDE);
  for (const [i, v] of grey.entries()) picture.data.set([v, v, v, 255], 4 * i);
  context.putImageData(picture, 0, 0);
}

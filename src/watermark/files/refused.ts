import { InputError } from '../../core/errors.ts';
import type { Refusal } from '../engine.types.ts';

/** Predicted x below which a mark is not worth having; the engine's own bound. */
export const LEAST_X = 12;

/** Why nothing was written, with the figures. */
export function refused({ refused: reason, figures }: Refusal): InputError {
  const { width, height, predictedX, flatShare } = figures;
  if (reason === 'too-small') return new InputError('watermark/too-small', `the image is ${width} × ${height} px; at least 128 px a side and 0.03 megapixels are needed to hold a mark`, { width, height });
  const share = flatShare === undefined ? '' : `; ${Math.round(flatShare * 100)} % of it is flat`;
  const x = predictedX === undefined ? '' : `; detection is predicted at x = ${predictedX.toFixed(1)}, at least 12 is needed`;
  return new InputError('watermark/too-flat', `the image has too little texture to hold a mark${share}${x}`, { width, height, ...(predictedX === undefined ? {} : { predictedX }), ...(flatShare === undefined ? {} : { flatShare }) });
}

/** The file's own steps are wider than the mark. */
export function tooCoarse({ width, height }: { readonly width: number; readonly height: number }, predictedX: number): InputError {
  return new InputError('watermark/too-flat', `the JPEG is compressed too strongly to hold a mark; detection is predicted at x = ${predictedX.toFixed(1)}, at least ${LEAST_X} is needed: mark the picture before it is compressed so far`, { width, height, predictedX });
}

/** Transparent, black and white parts took too much of the mark. */
export function tooLittleLeft({ width, height }: { readonly width: number; readonly height: number }, predictedX: number): InputError {
  return new InputError('watermark/too-flat', `too little of the image can hold a mark: the rest is transparent, or black or white to the limit; detection is predicted at x = ${predictedX.toFixed(1)}, at least ${LEAST_X} is needed`, { width, height, predictedX });
}

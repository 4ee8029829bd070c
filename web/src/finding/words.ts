/** Findings in words: where, how the copy was moved, and the whole as one sentence for who cannot see the picture. */
import type { TFunction } from 'i18next';
import { motionOf, type Matrix } from '../../../src/core/geometry.ts';
import type { Finding, Measure, Side } from '../../../src/core/finding.ts';
import type { ScanResult } from '../../../src/http/native/wire.ts';
import { number, percent } from '../i18n/format.ts';
import { fileNameOf, referenceOf } from './pictures.ts';

/** Motions smaller than these are told as none: below what a reader would call turned or resized. */
const LEAST_DEGREES = 1;
const LEAST_SCALE = 0.02;
const LEAST_CONTRAST = 0.05;

type Places = Pick<ScanResult, 'files' | 'figures' | 'panels' | 'references'>;

/** "Image 3, panel 2 (p. 5)"; the file's name too when several were sent. Of the reference library: its title, DOI or name. */
export function placeWords(t: TFunction, { files, figures, panels, references }: Places, side: Pick<Side, 'image' | 'panel'>): string {
  const reference = referenceOf({ references }, side.image);
  if (reference) return t('place.reference', { name: reference.source.title ?? reference.source.doi ?? fileNameOf(reference) });
  const figure = figures.find(({ id }) => id === side.image);
  const parts = [imageWords(t, files, figures, side.image)];
  const siblings = panels.filter((panel) => panel.figure === side.image);
  const at = siblings.findIndex(({ id }) => id === side.panel);
  if (at >= 0 && siblings.length > 1) parts.push(t('place.panel', { number: at + 1 }));
  const words = parts.join(t('place.comma'));
  return figure?.page === undefined ? words : t('place.onPage', { words, page: figure.page });
}

/** Where all the sides lie; several in one panel are counted, not listed: "Image 1, panel 2, 5 places". */
export function allPlaces(t: TFunction, places: Places, sides: readonly Pick<Side, 'image' | 'panel'>[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const side of sides) {
    const words = placeWords(t, places, side);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([place, count]) => (count > 1 ? t('place.several', { place, count }) : place));
}

/** "Image 3", or the file's name where the file is the image. */
export function imageWords(t: TFunction, files: Places['files'], figures: Places['figures'], id: string): string {
  const figure = figures.find((candidate) => candidate.id === id);
  const file = figure && files[figure.file];
  const alone = figure !== undefined && figures.filter((other) => other.file === figure.file).length === 1;
  if (figure?.source === 'file' && file && alone && files.length > 1) return file.name;
  const image = t('place.image', { number: figures.findIndex((candidate) => candidate.id === id) + 1 });
  return files.length > 1 && file ? [file.name, image].join(t('place.comma')) : image;
}

/** "mirrored, rotated 90° clockwise, scaled × 1.34". */
export function transformWords(t: TFunction, matrix: Matrix | undefined, measures: Readonly<Record<string, Measure>>, language: string): string {
  const words = [...(matrix ? motionWords(t, matrix, language) : []), ...contrastWords(t, measures, language)];
  if (words.length > 0) return words.join(t('place.comma'));
  return matrix ? t('transform.same') : '';
}

function motionWords(t: TFunction, matrix: Matrix, language: string): string[] {
  const { mirrored, rotation, scale } = motionOf(matrix);
  const degrees = Math.abs(rotation);
  return [
    ...(mirrored ? [t('transform.mirrored')] : []),
    ...(degrees >= LEAST_DEGREES ? [turnWords(t, rotation, language)] : []),
    ...(Math.abs(scale - 1) >= LEAST_SCALE ? [t('transform.scaled', { factor: number(scale, language) })] : []),
  ];
}

function turnWords(t: TFunction, rotation: number, language: string): string {
  const degrees = number(Math.abs(rotation), language, 0);
  if (Math.abs(rotation) >= 179.5) return t('transform.upsideDown');
  return t(rotation > 0 ? 'transform.clockwise' : 'transform.anticlockwise', { degrees });
}

function contrastWords(t: TFunction, measures: Readonly<Record<string, Measure>>, language: string): string[] {
  const gain = measures['contrast']?.value ?? measures['gain']?.value;
  if (gain === undefined) return [];
  if (gain < 0) return [t('transform.inverted')];
  return Math.abs(gain - 1) >= LEAST_CONTRAST ? [t('transform.contrast', { factor: number(gain, language, 1) })] : [];
}

/** Everything the picture says, as one sentence. */
export function findingSentence(t: TFunction, finding: Pick<Finding, 'kind' | 'score' | 'sides' | 'transform' | 'measures'>, places: Places, language: string): string {
  const sides = new Intl.ListFormat(language, { type: 'conjunction' }).format(allPlaces(t, places, finding.sides));
  const how = transformWords(t, finding.transform, finding.measures, language);
  return t(how ? 'finding.sentence' : 'finding.sentencePlain', { kind: t(`kind.${finding.kind}`), sides, how, percent: percent(finding.score) });
}

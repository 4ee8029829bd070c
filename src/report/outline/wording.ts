/** How numbers, places and motions are said in the language of the report. */
import type { Evidence } from '../../core/evidence.ts';
import type { Measure, Side } from '../../core/finding.ts';
import { motionOf, type Matrix } from '../../core/geometry.ts';
import type { Words } from '../messages/catalogue.ts';
import { shorten } from './shorten.ts';

export interface Wording extends Words {
  /** Cut, not rounded, to two digits: number and band agree. */
  score(score: number): string;
  number(value: number, digits?: number): string;
  bytes(bytes: number): string;
  date(time: string): string;
  measure(measure: Measure): string;
  figure(id: string): string;
  side(side: Pick<Side, 'image' | 'panel'>): string;
  motion(matrix: Matrix, measures: Readonly<Record<string, Measure>>): string;
}

const UNITS: Record<Measure['unit'], string> = { 1: '', px: ' px', 'px²': ' px²', deg: '°', grey: '', pt: ' pt' };

export function wording(words: Words, evidence: Evidence): Wording {
  const { say, language } = words;
  const number = (value: number, digits = 0): string => value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC', hourCycle: 'h23' });
  const figures = new Map(evidence.figures.map((figure) => [figure.id, figure]));
  const panelsOf = Map.groupBy(evidence.panels, ({ figure }) => figure);

  const references = new Map((evidence.references ?? []).map((reference) => [reference.id, reference]));

  const figure = (id: string): string => {
    const external = references.get(id);
    if (external) return say('where.reference', { name: shorten(external.name, 60) });
    const found = figures.get(id);
    const place = found?.page === undefined ? say('where.image', { image: id }) : say('where.page', { page: String(found.page), image: id });
    const file = found && evidence.files[found.file];
    return evidence.files.length > 1 && file ? say('where.file', { place, file: shorten(file.name, 32) }) : place;
  };

  return {
    ...words,
    number,
    score: (score) => number(Math.floor(score * 100 + 1e-9) / 100, 2),
    bytes: (bytes) => {
      const [power, unit] = bytes < 1e6 ? [1e3, 'kB'] : bytes < 1e9 ? [1e6, 'MB'] : [1e9, 'GB'];
      return say('cover.bytes', { size: `${number(bytes / power, 1)} ${unit}`, bytes });
    },
    date: (time) => `${dates.format(new Date(time))} UTC`,
    measure: ({ value, unit }) => {
      const whole = Number.isInteger(value) || Math.abs(value) >= 1000;
      return `${value.toLocaleString(language, whole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 })}${UNITS[unit]}`;
    },
    figure,
    side: ({ image, panel }) => {
      const several = (panelsOf.get(image)?.length ?? 0) > 1;
      return panel === undefined || !several ? figure(image) : say('where.panel', { place: figure(image), panel });
    },
    motion: (matrix, measures) => motionWords(matrix, measures, { say, number }),
  };
}

/** Below these a person sees no difference. */
const NOTICEABLE = { angle: 0.5, scale: 0.01, contrast: 0.02, perspective: 1e-6 };

function motionWords(matrix: Matrix, measures: Readonly<Record<string, Measure>>, { say, number }: Pick<Wording, 'say' | 'number'>): string {
  const { rotation, scale, mirrored } = motionOf(matrix);
  const angle = Math.abs(rotation);
  const contrast = measures['contrast']?.value ?? 1;
  const w = matrix[8];
  const parts = [
    mirrored ? say('motion.mirrored') : '',
    angle < NOTICEABLE.angle ? ''
      : angle > 180 - NOTICEABLE.angle ? say('motion.turned')
      : say(rotation > 0 ? 'motion.rotated' : 'motion.rotatedBack', { angle: number(angle, Math.abs(angle - Math.round(angle)) < 0.05 ? 0 : 1) }),
    Math.abs(scale - 1) < NOTICEABLE.scale ? '' : say('motion.scaled', { factor: number(scale, 2) }),
    Math.abs(matrix[6] / w) + Math.abs(matrix[7] / w) > NOTICEABLE.perspective ? say('motion.perspective') : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) parts.push(say('motion.none'), say('motion.shifted', { x: number(matrix[2] / w), y: number(matrix[5] / w) }));
  if (Math.abs(contrast - 1) >= NOTICEABLE.contrast) parts.push(say('motion.contrast', { factor: number(contrast, 2) }));
  return parts.join(', ');
}

/** How many cases were drawn, of what, and what was done to them. */
import { THRESHOLD, type Outcome } from '../run/outcome.ts';
import { MOVES } from '../run/transform.ts';
import type { SuiteResult } from './results.ts';

/** Made by other hands: no seed drew them. */
const NOT_DRAWN = new Set(['foreign', 'composed', 'real-figures']);

export function caseCounts(results: readonly SuiteResult[]): string {
  const drawn = results.filter(({ name, via, end }) => !NOT_DRAWN.has(name) && (via === 'direct' || end === 'end-to-end'));
  const all = drawn.flatMap(({ outcomes }) => outcomes);
  if (all.length === 0) return '';
  const count = (of: readonly Outcome[], role: Outcome['role']): number => of.filter((one) => one.role === role).length;
  return [
    '### Seeded cases\n',
    `${all.length} cases of seed and code: ${count(all, 'positive')} altered, ${count(all, 'clean')} clean of the same samples, ${count(all, 'look-alike')} look-alikes. Pictures that are measured both directly and through the scan count once.\n`,
    '| suite | altered | clean | look-alikes | how made | what happened afterwards |', '|---|---|---|---|---|---|',
    ...drawn.map(({ name, outcomes }) => {
      const made = outcomes.filter(({ role }) => role !== 'clean');
      return `| ${[`\`${name}\``, count(outcomes, 'positive') || '–', count(outcomes, 'clean') || '–', count(outcomes, 'look-alike') || '–', tally(made.map((one) => howMade(one))), tally(outcomes.map((one) => afterwards(name, one)))].join(' | ')} |`;
    }), '',
    ...byMove(drawn),
  ].join('\n');
}

/** Located of all, by how the copy was moved; only where the truth carries a matrix. */
function byMove(results: readonly SuiteResult[]): string[] {
  const rows = results.flatMap(({ name, outcomes }) => {
    const moved = outcomes.filter(({ transform }) => transform);
    if (moved.length === 0) return [];
    const cell = (of: readonly Outcome[]): string => (of.length ? `${of.filter(isFound).length} of ${of.length}` : '–');
    return [`| ${[`\`${name}\``, ...MOVES.map((move) => cell(moved.filter(({ transform }) => transform?.move === move))), cell(moved.filter(({ transform }) => transform?.isResized))].join(' | ')} |`];
  });
  return rows.length ? ['Located at ≥ .5, by how the copy was moved (*resized*: by more than 2 %, in whichever way it was moved):\n', `| suite | ${MOVES.join(' | ')} | resized |`, `|${'---|'.repeat(MOVES.length + 2)}`, ...rows, ''] : [];
}

function isFound({ findings }: Outcome): boolean {
  return findings.some(({ isTrue, score }) => isTrue && score >= THRESHOLD);
}

/** The first part of a note, without its figures. */
function howMade({ note, transform }: Outcome): string {
  if (transform) return transform.move + (transform.isResized ? ', resized' : '');
  return note.split(/ · |; /)[0] ?? note;
}

/** Seams carry it in their note; the others are drawn from one range in every case (`generate/process.ts`). */
function afterwards(name: string, { note }: Outcome): string {
  const [, after] = note.split(' · ');
  if (after) return after;
  if (name.startsWith('splice') || name === 'look-alikes') return 'as drawn';
  return name.endsWith('-hard') ? 'tone, blur, noise, JPEG 35–75' : 'tone, blur, noise, JPEG 72–95';
}

function tally(keys: readonly string[]): string {
  return [...Map.groupBy(keys, (key) => key)].sort(([a], [b]) => a.localeCompare(b)).map(([key, of]) => `${key} ${of.length}`).join('; ');
}

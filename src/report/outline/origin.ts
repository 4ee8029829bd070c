/** What the file of a figure says of its own origin, as it stands there. */
import type { Evidence } from '../../core/evidence.ts';
import type { Block } from '../outline.types.ts';
import { clip } from './shorten.ts';
import type { Wording } from './wording.ts';

/** Characters of one value that are printed. */
const SHOWN = 220;

export function originBlocks(figure: string | undefined, { provenance = [] }: Evidence, { say }: Wording): Block[] {
  const facts = provenance.find((one) => one.figure === figure)?.facts ?? [];
  if (facts.length === 0) return [];
  return [
    { type: 'title', level: 2, text: say('origin.title') },
    { type: 'facts', rows: facts.map(({ field, value }) => ({ label: clip(field, 60), value: clip(value, SHOWN) })) },
    { type: 'text', quiet: true, text: say('origin.caution') },
  ];
}

/** Method appendix: what each detector sees and is blind to, how scores are made, and the limits of it all. */
import type { Block, Section } from '../outline.types.ts';
import type { ReportInput } from '../report-input.ts';
import type { Wording } from './wording.ts';

export function methodsSection({ evidence }: ReportInput, words: Wording): Section {
  const { say, list } = words;
  const versions = new Map(evidence.runs.map(({ detector, version }) => [detector, version]));
  const names = [...new Set([...Object.keys(evidence.parameters.detectors), ...versions.keys()])].toSorted();
  const paragraphs = (key: string): Block[] => list(key).map((text) => ({ type: 'text', text }));
  return {
    kind: 'methods', title: say('methods.title'), anchor: 'methods',
    blocks: [
      { type: 'title', level: 1, text: say('methods.title') },
      ...names.flatMap((name) => detectorBlocks(name, versions.get(name), words)),
      { type: 'title', level: 2, text: say('methods.scores') },
      ...paragraphs('methods.scoresText'),
      { type: 'title', level: 2, text: say('methods.limits') },
      ...paragraphs('methods.limitsText'),
    ],
  };
}

/** The texts of a detector the catalogue does not know yet point to its method card. */
function detectorBlocks(name: string, version: number | undefined, { say, sayIfKnown }: Wording): Block[] {
  const rows = (['how', 'sees', 'blind'] as const).flatMap((part) => {
    const value = sayIfKnown(`methods.of.${name}.${part}`);
    return value === undefined ? [] : [{ label: say(`methods.${part}`), value }];
  });
  return [
    { type: 'title', level: 2, text: version === undefined ? name : say('cover.detector', { name, version }) },
    rows.length === 0 ? { type: 'text', text: say('methods.unknown') } : { type: 'facts', rows },
  ];
}

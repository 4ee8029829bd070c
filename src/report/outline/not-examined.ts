/** What was not examined, and why: not examined and clean are different things. */
import type { Run } from '../../core/evidence.ts';
import { FINDING_KINDS } from '../../core/finding.ts';
import type { Panel } from '../../core/media.ts';
import type { Block, Row, Section } from '../outline.types.ts';
import type { ReportInput } from '../report-input.ts';
import { clip } from './shorten.ts';
import type { Wording } from './wording.ts';

export function notExaminedSection(input: ReportInput, words: Wording): Section {
  const { say } = words;
  const { panels, runs } = input.evidence;
  const skipped = panelTable(panels.filter(({ examined }) => !examined), words);
  const abstained = runTable(runs.filter((run) => run.status === 'abstained' && run.reason !== 'other-class'), words);
  const failed = runTable(runs.filter((run) => run.status === 'failed'), words);
  const gaps = [...part('panels', skipped, words), ...part('failed', failed, words), ...part('abstained', abstained, words)];
  return {
    kind: 'not-examined', title: say('notExamined.title'), anchor: 'not-examined',
    blocks: [
      { type: 'title', level: 1, text: say('notExamined.title') },
      { type: 'text', text: say(gaps.length === 0 ? 'notExamined.everything' : 'notExamined.intro') },
      ...gaps,
      ...part('notes', imageNotes(input, words), words),
      ...part('fileNotes', fileNotes(input, words), words),
      ...notSought(input, words),
    ],
  };
}

function part(key: string, block: Block | undefined, { say }: Wording): Block[] {
  return block ? [{ type: 'title', level: 2, text: say(`notExamined.${key}`) }, block] : [];
}

function panelTable(panels: readonly Panel[], words: Wording): Block | undefined {
  const { say, sayIfKnown } = words;
  if (panels.length === 0) return undefined;
  const rows = [...Map.groupBy(panels, (panel) => panel.class)].map(([name, of]): Row => ({
    cells: [
      sayIfKnown(`class.${name}`) ?? name, words.number(of.length), sayIfKnown(`classWhy.${name}`) ?? say('classWhy.other'),
      [...Map.groupBy(of, ({ figure }) => figure)].map(([id, { length }]) => say('notExamined.panelsIn', { where: words.figure(id), count: length })).join('; '),
    ],
  }));
  return {
    type: 'table',
    columns: [
      { title: say('notExamined.class'), width: 0.17 }, { title: say('notExamined.count'), width: 0.09, align: 'right' },
      { title: say('notExamined.why'), width: 0.3 }, { title: say('notExamined.where'), width: 0.44 },
    ],
    rows,
  };
}

function runTable(runs: readonly Run[], words: Wording): Block | undefined {
  const { say } = words;
  if (runs.length === 0) return undefined;
  const figureOf = (run: Run): string => run.figure ?? run.panel?.replace(/p\d+$/, '') ?? '';
  const rows = [...Map.groupBy(runs, (run) => `${run.detector}\n${whyOf(run, words)}`)].map(([key, of]): Row => {
    const [detector = '', why = ''] = key.split('\n');
    const places = [...Map.groupBy(of, figureOf)].map(([id, { length }]) => {
      const where = id === '' ? say('notExamined.whole') : words.figure(id);
      return length > 1 ? say('notExamined.times', { where, count: length }) : where;
    });
    return { cells: [detector, words.number(of.length), why, places.join('; ')] };
  });
  return {
    type: 'table',
    columns: [
      { title: say('notExamined.detector'), width: 0.17 }, { title: say('notExamined.count'), width: 0.09, align: 'right' },
      { title: say('notExamined.why'), width: 0.3 }, { title: say('notExamined.where'), width: 0.44 },
    ],
    rows,
  };
}

function whyOf(run: Run, { sayIfKnown }: Wording): string {
  if (run.status === 'abstained') return sayIfKnown(`abstain.${run.reason}`) ?? run.reason;
  if (run.status === 'failed') return [sayIfKnown(`failure.${run.code}`), `(${run.code})`].filter(Boolean).join(' ');
  return '';
}

function imageNotes({ evidence }: ReportInput, words: Wording): Block | undefined {
  const noted = evidence.figures.flatMap(({ id, notes }) => notes.map((note) => ({ id, note })));
  if (noted.length === 0) return undefined;
  return {
    type: 'facts',
    rows: [...Map.groupBy(noted, ({ id }) => id)].map(([id, of]) => ({
      label: words.figure(id), value: of.map(({ note }) => noteText(note, words)).join(' '),
    })),
  };
}

function fileNotes({ evidence, fileNotes: notes = [] }: ReportInput, words: Wording): Block | undefined {
  if (notes.length === 0) return undefined;
  return {
    type: 'facts',
    rows: notes.map(({ file, note }) => ({ label: clip(evidence.files[file]?.name ?? String(file), 60), value: noteText(note, words) })),
  };
}

function noteText(note: string, { sayIfKnown }: Wording): string {
  return sayIfKnown(`note.${note}`) ?? clip(note, 300);
}

/** Where generated images are known by their metadata alone, the pixels were not asked. */
function notSought({ soughtKinds, evidence }: ReportInput, { say }: Wording): Block[] {
  const others: string[] = FINDING_KINDS.filter((kind) => !soughtKinds.includes(kind));
  if (soughtKinds.includes('generated') && !('generated-image' in evidence.parameters.detectors)) others.push('generated-pixels');
  if (others.length === 0) return [];
  const kinds = others.map((kind) => say(`sought.${kind}`)).join(', ');
  return [
    { type: 'title', level: 2, text: say('notExamined.notSought') },
    { type: 'text', text: say('notExamined.notSoughtLine', { kinds }) },
  ];
}

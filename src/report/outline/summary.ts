/** Summary: what was looked at, counts by kind and band, and the table of findings. */
import { bandOf, FINDING_KINDS, type Band } from '../../core/finding.ts';
import type { Block, Row, Section } from '../outline.types.ts';
import type { ReportFinding, ReportInput } from '../report-input.ts';
import type { Selection } from './select.ts';
import type { Wording } from './wording.ts';

const BANDS: readonly Band[] = ['high', 'fair', 'low'];

export function summarySection(input: ReportInput, selection: Selection, words: Wording): Section {
  const { say } = words;
  const minScore = words.score(input.minScore);
  const found: Block[] = selection.passing.length === 0
    ? [{ type: 'notice', title: say('summary.none', { minScore }), paragraphs: [say('summary.noneMeans')] }]
    : [
        { type: 'title', level: 2, text: say('summary.byKind') },
        countTable(selection.passing, words),
      ];
  const failed = input.evidence.runs.filter(({ status }) => status === 'failed').length;
  const remarks = [
    selection.hidden > 0 ? say('summary.hidden', { count: selection.hidden, minScore }) : say('summary.noneHidden', { minScore }),
    selection.cut > 0 ? say('summary.capped', { count: selection.cut, limit: selection.limit }) : '',
    failed > 0 ? say('summary.failed', { count: failed }) : '',
  ].filter((line) => line !== '');
  return {
    kind: 'summary', title: say('summary.title'), anchor: 'summary',
    blocks: [
      { type: 'title', level: 1, text: say('summary.title') },
      ...found,
      ...remarks.map((text): Block => ({ type: 'text', text })),
      { type: 'title', level: 2, text: say('summary.examined') },
      examinedFacts(input, words),
      ...(selection.shown.length === 0 ? [] : [
        { type: 'title', level: 2, text: say('summary.list') } as const,
        findingTable(selection.shown, words),
      ]),
    ],
  };
}

function countTable(findings: readonly ReportFinding[], words: Wording): Block {
  const { say } = words;
  const row = (title: string, of: readonly ReportFinding[]): Row => ({
    cells: [title, ...BANDS.map((band) => words.number(of.filter(({ score }) => bandOf(score) === band).length)), words.number(of.length)],
  });
  const kinds = FINDING_KINDS.map((kind) => [kind, findings.filter((finding) => finding.kind === kind)] as const).filter(([, of]) => of.length > 0);
  return {
    type: 'table',
    columns: [
      { title: say('summary.kind'), width: 0.48 },
      ...BANDS.map((band) => ({ title: say(`band.${band}`), width: 0.13, align: 'right' as const })),
      { title: say('summary.total'), width: 0.13, align: 'right' },
    ],
    rows: [...kinds.map(([kind, of]) => row(say(`kind.${kind}`), of)), ...(kinds.length > 1 ? [row(say('summary.total'), findings)] : [])],
  };
}

function examinedFacts({ evidence }: ReportInput, words: Wording): Block {
  const { say } = words;
  const { pages, figures, panels, runs } = evidence;
  const count = (status: string): number => runs.filter((run) => run.status === status).length;
  return {
    type: 'facts',
    rows: [
      ...(pages.length > 0 ? [{ label: say('summary.pages'), value: words.number(pages.length) }] : []),
      { label: say('summary.images'), value: words.number(figures.length) },
      { label: say('summary.panels'), value: say('summary.panelsExamined', { examined: panels.filter(({ examined }) => examined).length, total: panels.length }) },
      { label: say('summary.runs'), value: say('summary.runsCounted', { completed: count('completed'), abstained: count('abstained'), failed: count('failed') }) },
    ],
  };
}

function findingTable(findings: readonly ReportFinding[], words: Wording): Block {
  const { say } = words;
  return {
    type: 'table',
    columns: [
      { title: say('summary.number'), width: 0.07, align: 'right' },
      { title: say('summary.kind'), width: 0.22 },
      { title: say('summary.where'), width: 0.42 },
      { title: say('summary.score'), width: 0.14 },
      { title: say('summary.decision'), width: 0.15 },
    ],
    rows: findings.map((finding) => ({
      target: `finding-${finding.number}`,
      cells: [
        String(finding.number), say(`kind.${finding.kind}`), whereOf(finding, words),
        `${words.score(finding.score)} ${say(`band.${bandOf(finding.score)}`)}`, decisionOf(finding, words),
      ],
    })),
  };
}

/** The first two places, and how many more. */
function whereOf({ sides }: ReportFinding, words: Wording): string {
  const more = sides.length - 2;
  const places = [...new Set(sides.slice(0, 2).map((side) => words.side(side)))];
  return [...places, ...(more > 0 ? [words.say('summary.alsoAt', { count: more })] : [])].join('\n');
}

function decisionOf({ history }: ReportFinding, { say }: Wording): string {
  const last = history.at(-1);
  if (!last) return say('decision.none');
  return last.level ? `${say(`decision.${last.verdict}`)}, ${say('decision.levelValue', { level: last.level })}` : say(`decision.${last.verdict}`);
}

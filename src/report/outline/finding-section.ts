/** One finding, one page: crops at equal scale, places, transform, score and its parts, context, decision. */
import { bandOf } from '../../core/finding.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { Matrix } from '../../core/geometry.ts';
import { boundingBox } from '../../core/regions.ts';
import type { Block, CropCell, Fact, PairBlock, Section, Shot } from '../outline.types.ts';
import type { ReportFinding } from '../report-input.ts';
import { placeCells, smallPictures } from './cells.ts';
import { originBlocks } from './origin.ts';
import { sourceBlocks } from './sources.ts';
import { decisionBlocks } from './decision.ts';
import { clip } from './shorten.ts';
import { shotOf, transformTo } from './shots.ts';
import type { Wording } from './wording.ts';

/** Sides and links printed of one finding; the web view has the others. */
const MOST_SIDES = 26;
const MOST_LINKS = 40;

export function findingSection(finding: ReportFinding, evidence: Evidence, words: Wording): Section {
  const { say } = words;
  const figures = new Map([...evidence.figures, ...(evidence.references ?? [])].map((figure) => [figure.id, figure]));
  const shots = finding.sides.slice(0, MOST_SIDES)
    .map((_, i) => shotOf(finding, i, figures))
    .filter((shot) => shot !== undefined)
    .map((shot): Shot => ({ ...shot, caption: captionOf(finding, shot, words) }));
  const pair = shots.slice(0, 2);
  const main: Block[] = [
    titleBlock(finding, words),
    ...contextBlocks(finding, words),
    ...(pair.length > 0 ? [pairBlock(pair, words)] : []),
    ...(finding.kind === 'generated' && finding.patches && finding.patches.length > 0 ? [{ type: 'text', quiet: true, text: say('finding.patches') } as const] : []),
    { type: 'gallery', columns: 4, height: 112, cells: smallPictures(finding, pair, evidence, words) },
    ...sourceBlocks(finding, evidence, words),
    ...(finding.kind === 'generated' ? originBlocks(finding.sides[0]?.image, evidence, words) : []),
    { type: 'columns', left: transformBlocks(finding, words), right: measureBlocks(finding, words) },
    ...decisionBlocks(finding, words),
  ];
  return {
    kind: 'finding', title: `${say('finding.title', { number: finding.number })} · ${say(`kind.${finding.kind}`)}`,
    anchor: `finding-${finding.number}`, together: main.length,
    blocks: [...main, ...otherSides(finding, shots.slice(2), evidence, words), ...linkTable(finding, words)],
  };
}

function titleBlock({ number, kind, score }: ReportFinding, words: Wording): Block {
  const { say } = words;
  const band = bandOf(score);
  return {
    type: 'finding-title',
    title: say('finding.title', { number }),
    kind: say('finding.kind', { kind: say(`kind.${kind}`), means: say(`kindMeans.${kind}`) }),
    score, band,
    scoreText: say('finding.score', { score: words.score(score) }),
    bandText: say('finding.band', { band: say(`band.${band}`) }),
  };
}

/** Why the score is lowered although the pixels agree. */
function contextBlocks({ context }: ReportFinding, { say }: Wording): Block[] {
  if (!context) return [];
  return [{ type: 'notice', title: say('finding.context', { name: say(`context.${context}.name`) }), paragraphs: [say(`context.${context}.means`)] }];
}

function captionOf(finding: ReportFinding, { side, label, figure }: Shot, words: Wording): string[] {
  const { say } = words;
  const found = finding.sides[side];
  if (!found) return [];
  const { x, y, width, height } = boundingBox(found.region);
  const whole = (value: number): string => words.number(Math.round(value));
  return [
    say('finding.side', { label, where: words.side({ image: figure, ...(found.panel === undefined ? {} : { panel: found.panel }) }) }),
    say('finding.sideBox', { x: whole(x), y: whole(y), width: whole(width), height: whole(height) }),
  ];
}

function pairBlock(shots: readonly Shot[], { say }: Wording): PairBlock {
  const [first, second] = shots;
  const [px0, px1] = ['{0}', '{1}'];
  const scaleText = !first || !second ? say('finding.scaleOne', { px: px0 })
    : Math.abs(second.scale - first.scale) < 0.005 ? say('finding.scaleSame', { px: px0 })
    : say('finding.scaleMatched', { px0, px1, label0: first.label, label1: second.label });
  return { type: 'pair', shots, scaleText };
}

function transformBlocks(finding: ReportFinding, words: Wording): Block[] {
  const { say } = words;
  const matrix = transformTo(finding, 1);
  const measures = { ...finding.links[0]?.measures, ...finding.measures };
  const name = say('finding.transformWords', { from: `${finding.number}.1`, to: `${finding.number}.2` });
  const rows: Fact[] = [
    ...(matrix
      ? [{ label: name, value: words.motion(matrix, measures) }, { label: say('finding.matrix'), value: matrixText(matrix, words) }]
      : finding.sides.length < 2 ? [{ label: say('finding.transform'), value: say('finding.noTransform') }] : []),
    { label: say('finding.detector'), value: say('finding.detectorVersion', { name: finding.detector, version: finding.version }) },
    { label: say('finding.id'), value: finding.id },
  ];
  return [{ type: 'title', level: 2, text: say('finding.transform') }, { type: 'facts', rows }];
}

/** Row by row; shifts in px, the rest as pure numbers. */
function matrixText(m: Matrix, { language }: Wording): string {
  const show = (value: number): string => (value === 0 ? '0' : value.toLocaleString(language, { maximumSignificantDigits: 5, useGrouping: false }));
  return [m.slice(0, 3), m.slice(3, 6), m.slice(6, 9)].map((row) => row.map(show).join('   ')).join('\n');
}

function measureBlocks(finding: ReportFinding, words: Wording): Block[] {
  const { say, sayIfKnown } = words;
  const measures = Object.entries({ ...finding.links[0]?.measures, ...finding.measures });
  return [
    { type: 'title', level: 2, text: say('finding.measures') },
    {
      type: 'table', dense: true,
      columns: [{ title: say('finding.measure'), width: 0.7 }, { title: say('finding.value'), width: 0.3, align: 'right' }],
      rows: [
        ...measures.map(([name, measure]) => ({ cells: [sayIfKnown(`measure.${name}`) ?? clip(name, 60), words.measure(measure)] })),
        { cells: [say('measure.score'), words.score(finding.score)] },
      ],
    },
  ];
}

function otherSides(finding: ReportFinding, shots: readonly Shot[], evidence: Evidence, words: Wording): Block[] {
  if (shots.length === 0) return [];
  const crops = shots.map((shot): CropCell => ({ type: 'crop', shot, caption: shot.caption }));
  const more = finding.sides.length - MOST_SIDES;
  const columns = Math.min(6, Math.max(4, shots.length));
  return [
    { type: 'title', level: 2, text: words.say('finding.others') },
    { type: 'gallery', columns, height: 96, cells: crops },
    { type: 'gallery', columns, height: 112, cells: placeCells(finding, shots, evidence, words) },
    ...(more > 0 ? [{ type: 'text', text: words.say('finding.othersMore', { count: more }) } as const] : []),
  ];
}

function linkTable(finding: ReportFinding, words: Wording): Block[] {
  const { say } = words;
  if (finding.links.length < 2) return [];
  const more = finding.links.length - MOST_LINKS;
  return [
    { type: 'title', level: 2, text: say('finding.links') },
    {
      type: 'table',
      columns: [{ title: say('finding.pair'), width: 0.2 }, { title: say('finding.transform'), width: 0.64 }, { title: say('summary.score'), width: 0.16, align: 'right' }],
      rows: finding.links.slice(0, MOST_LINKS).map(({ from, to, transform, score, measures }) => ({
        cells: [
          say('finding.transformWords', { from: `${finding.number}.${from + 1}`, to: `${finding.number}.${to + 1}` }),
          words.motion(transform, measures), words.score(score),
        ],
      })),
    },
    ...(more > 0 ? [{ type: 'text', text: say('finding.linksMore', { count: more }) } as const] : []),
  ];
}

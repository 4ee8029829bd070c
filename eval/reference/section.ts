/** The section of docs/benchmark.md on the reference index. */
import { readFile, writeFile } from 'node:fs/promises';
import { writeBenchmark } from '../report/benchmark.ts';
import { recallOf, type Asked } from './recall.ts';

export interface Measured {
  readonly date: string;
  readonly images: number;
  readonly sources: number;
  readonly families: number;
  /** Of postings, an image. */
  readonly bytes: number;
  /** ms of processor time. */
  readonly enrolMs: number;
  readonly asked: readonly Asked[];
  /** What a reader must know of this very run. */
  readonly note?: string;
}

interface Scaled {
  readonly rows: readonly { readonly images: number; readonly postingsRead: number; readonly megabytesRead: number; readonly scoreMs: number }[];
}

/** What bench/reference.ts kept. */
async function atScale(): Promise<string[]> {
  const { rows } = JSON.parse(await readFile('bench/reference.json', 'utf8').catch(() => '{"rows":[]}')) as Scaled;
  const large = rows.find(({ images }) => images >= 1e6);
  if (!large) return ['| query at 10⁶ images, lists of synthetic postings | not measured | ≤ 300 ms | |'];
  const ratio = large.scoreMs / 300;
  return [`| scoring of a query at 10⁶ images: ${(large.postingsRead / 1e6).toFixed(1)} million synthetic postings, ${large.megabytesRead.toFixed(0)} MB of lists, in memory | ${large.scoreMs.toFixed(0)} ms | ≤ 300 ms | ${ratio <= 1 ? 'met, without reading them from the database' : `**${ratio.toFixed(2)} ×**, without reading them from the database`} |`];
}

/** Registered images that the targets speak of. */
const ENOUGH = 10_000;

export async function writeSection({ date, images, sources, families, bytes, enrolMs, asked, note = '' }: Measured): Promise<void> {
  const names = [...new Set(asked.map(({ transform }) => transform))].filter((name) => name !== 'none');
  const of = (name: string): ReturnType<typeof recallOf> => recallOf(asked.filter(({ transform }) => transform === name));
  const all = recallOf(asked);
  const none = of('none');
  const f = (value: number): string => value.toFixed(3);
  const against = (what: string, value: number, target: number, digits = 3): string => `| ${what} | ${value.toFixed(digits)} | ≥ ${target} | ${value < target ? '**below**' : images < ENOUGH ? 'reached, on too small a base' : 'met'} |`;
  const most = (what: string, value: number, target: number, unit: string, digits = 0): string => `| ${what} | ${value.toFixed(digits)} ${unit} | ≤ ${target} ${unit} | ${value <= target ? 'met' : `**${(value / target).toFixed(2)} ×**`} |`;
  const lines = [
    '## Reference index\n',
    `Measured ${date}: ${images} registered images from ${sources} files of ${families} families, ${asked.length} queries. Real pictures: freely licensed packages of Debian, published figures, micrographs, blots, photographs; large ones as non-overlapping crops, each its own entry. None comes from a package or a series that trained the vocabulary. A family (one picture, a numbered series, a folder, or a whole package that repeats its artwork) lies wholly in one half and is registered wholly or not at all: thresholds were set on the one half, these figures are of the other; both are asked of one base. One family in ten is not registered and gives the queries without a match, at most four of each. Families are asked in turn.${images < ENOUGH ? ` The targets speak of ${ENOUGH} registered images: fewer were measured, so these figures flatter.` : ''} Milliseconds are processor time in one process on a machine that was busy with other work, which inflates them. Crops with fewer than 60 keypoints and near-duplicates are left out.${note && ` ${note}`}\n`,
    '| query | n | recall@1 | recall@10 | µAP | verified recall | other verified answers | of the same family |', '|---|---|---|---|---|---|---|---|',
    ...names.map((name) => {
      const r = of(name);
      return `| ${name} | ${r.queries} | ${f(r.recall1)} | ${f(r.recall10)} | ${f(r.microAp)} | ${f(r.verified)} | ${f(r.falseAnswers)} | ${f(r.siblings)} |`;
    }), '',
    '*Other verified answers*: share of queries with a verified answer that is not the registered picture; *of the same family*: such an answer from the picture\'s own family (screenshots with one tool box, frames of one animation), counted apart.\n',
    '| what | measured | target | |', '|---|---|---|---|',
    against('recall@1, all', all.recall1, 0.97), against('recall@10, all', all.recall10, 0.985), against('µAP, all', all.microAp, 0.95), against('verified recall, all', all.verified, 0.95),
    against('crop 10 %, recall@10', of('crop 10 %').recall10, 0.95), against('paste 16 %, recall@1', of('paste 16 %').recall1, 0.95),
    against('overlap 31 %, recall@1', of('overlap 31 %').recall1, 0.9), against('six-panel figure, recall@1', of('six-panel figure').recall1, 0.9),
    most(`no-match queries answered (${none.queries})`, 100 * none.answeredNone, 1, '%', 1),
    most('postings, an image', bytes / 1000, 5.5, 'kB', 2), most('enrol', enrolMs, 40, 'ms'), most(`query at ${images} images`, all.ms, 150, 'ms'),
    ...(await atScale()), '',
  ];
  await writeFile('eval/reference/section.md', lines.join('\n'));
  await writeBenchmark();
}

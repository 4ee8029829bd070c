/** All suites by name, each as a stream of outcomes. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { seededRandom } from '../../src/core/random.ts';
import type { DocumentCase, PictureCase } from '../generate/case.ts';
import { composedCases, declaredPaper, paperCase } from '../generate/papers.ts';
import type { Severity } from '../generate/process.ts';
import { casesOf, foreign, FOREIGN, SUITES, type Pool, type Selection, type Suite } from '../generate/suites.ts';
import { examineByScan, examineDirectly, examinePaper, scan, type Found } from './examine.ts';
import { judgePaper, judgePicture, type Outcome } from './outcome.ts';

export interface RunOptions extends Selection {
  /** `direct`: the one detector on whole pictures. `scan`: all of the product on files. */
  readonly via: 'direct' | 'scan';
}

export interface RunnableSuite {
  readonly name: string;
  readonly title: string;
  readonly target: Suite['target'];
  readonly end: 'detector' | 'end-to-end';
  readonly detector?: Suite['detector'];
  run(pool: Pool, options: RunOptions): AsyncGenerator<Outcome>;
}

export const ALL_SUITES: readonly RunnableSuite[] = [
  ...SUITES.map((suite): RunnableSuite => ({ ...suite, end: 'detector', run: (pool, options) => runPictures(casesOf(suite, pool, options), suite.detector, options) })),
  { ...FOREIGN, end: 'detector', run: (pool, options) => runPictures(foreign(pool), FOREIGN.detector, options) },
  { name: 'figure-in-pdf', title: 'Re-use in the figures of a PDF', end: 'end-to-end', target: { located: 0.9, falsePositives: 0.05 }, run: (pool, options) => runPapers(drawnPapers('normal', pool, options)) },
  { name: 'figure-in-pdf-hard', title: 'The same, degraded', end: 'end-to-end', target: { located: 0.8, falsePositives: 0.05 }, run: (pool, options) => runPapers(drawnPapers('hard', pool, options)) },
  { name: 'declared-in-pdf', title: 'Re-use that the caption declares', end: 'end-to-end', target: { falsePositives: 1 / 12 }, run: (pool, options) => runPapers(declaredPapers(pool, options)) },
  { name: 'composed', title: 'Composed papers by other hands', end: 'end-to-end', target: { located: 1, falsePositives: 0.05 }, run: (pool) => runPapers(composed(pool)) },
  { name: 'real-figures', title: 'Real compound figures, taken as clean', end: 'end-to-end', target: { falsePositives: 0.03 }, run: (pool, options) => runFigures(pool, options) },
];

async function* runPictures(cases: AsyncGenerator<PictureCase>, detector: string, { via }: RunOptions): AsyncGenerator<Outcome> {
  for await (const one of cases) {
    const started = performance.now();
    const found = await (via === 'direct' ? examineDirectly(detector, one) : examineByScan(one));
    yield judgePicture(one, found, performance.now() - started);
  }
}

async function* drawnPapers(severity: Severity, pool: Pool, { split, seed, limit }: Selection): AsyncGenerator<DocumentCase> {
  for (const role of ['positive', 'clean'] as const) {
    for (let index = 0; index < (limit ?? 20); index++) {
      const name = `${seed}/paper-${severity}/${split}/${role}`;
      yield paperCase(severity, pool, { random: seededRandom(`${name}/${index}`), order: seededRandom(name), role, split, index });
    }
  }
}

async function* declaredPapers(pool: Pool, { split, seed, limit }: Selection): AsyncGenerator<DocumentCase> {
  for (let index = 0; index < (limit ?? 12); index++) {
    const name = `${seed}/paper-declared/${split}`;
    yield declaredPaper(pool, { random: seededRandom(`${name}/${index}`), order: seededRandom(name), role: 'positive', split, index });
  }
}

async function* composed({ dataDir }: Pool): AsyncGenerator<DocumentCase> {
  yield* await composedCases(dataDir);
}

async function* runPapers(cases: AsyncGenerator<DocumentCase>): AsyncGenerator<Outcome> {
  for await (const one of cases) {
    const started = performance.now();
    const { found } = await examinePaper(one);
    yield judgePaper(one, found, performance.now() - started);
  }
}

/** Figures from papers, each scanned alone. Nobody has checked them for duplicates: a finding may be real, and is looked at by hand. */
async function* runFigures({ dataDir }: Pool, { limit }: Selection): AsyncGenerator<Outcome> {
  const folder = path.join(dataDir, 'science', 'figures');
  for (const name of (await readdir(folder)).sort().slice(0, limit ?? 49)) {
    const started = performance.now();
    const { findings } = await scan([{ name, format: name.endsWith('.png') ? 'png' : 'jpeg', bytes: await readFile(path.join(folder, name)) }]);
    const found = findings.map(({ kind, score, measures, detector, sides, context }): Found => ({ kind, score, measures, detector, ...(context ? { context } : {}), sides: sides.map(({ region }) => ({ place: 0, region })) }));
    yield judgePaper({ id: `real-figures/${name}`, role: 'clean', name, bytes: new Uint8Array(), truth: [], panels: [], sources: [name], note: '' }, found, performance.now() - started);
  }
}

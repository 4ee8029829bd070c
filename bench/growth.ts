/**
 * How the work of a scan grows with its panels. One paper is scanned in one thread and the processor time of every task is kept;
 * a smaller paper is its first figures, so what it costs are the tasks that touch no other figure, and of a batch of pairs the share that does not.
 */
import { createHash } from 'node:crypto';
import { inlineCompute } from '../src/compute/inline.ts';
import { scanOptions } from '../src/scan/scan-options.ts';
import { scanSubmission } from '../src/scan/scan-submission.ts';
import type { TaskInput, TaskName, Tasks } from '../src/scan/tasks.ts';

/** Of which the largest is the whole paper. */
const FIGURES = [4, 8, 17, 25, 34, 50] as const;

/** s, by what is done; `panels` and `pairs` counted. */
export interface GrowthRow {
  readonly figures: number;
  readonly panels: number;
  readonly pairs: number;
  readonly verified: number;
  readonly readS: number;
  readonly cutS: number;
  readonly withinS: number;
  readonly proposeS: number;
  readonly verifyS: number;
}

export interface GrowthFigures {
  readonly measured: string;
  /** Mean runnable tasks of the machine while it was measured: 1 is this one alone. */
  readonly load: number;
  readonly peakMb: number;
  readonly rows: readonly GrowthRow[];
  /** s of the whole paper, by detector that looks at single panels. */
  readonly byDetector: Readonly<Record<string, number>>;
}

interface Timed {
  readonly name: TaskName;
  readonly detector: string;
  readonly seconds: number;
  /** Numbers of the figures of each panel, or pair of panels, that it touched; empty: the whole file. */
  readonly touched: readonly (readonly number[])[];
}

export async function measureGrowth(paper: Uint8Array, measured: string, loadNow: () => number): Promise<GrowthFigures> {
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const tasks: Timed[] = [];
  const loads: number[] = [];
  let peakMb = 0;
  const run = async <N extends TaskName>(name: N, input: TaskInput<N>): Promise<Tasks[N]['output']> => {
    const before = process.cpuUsage();
    const output = await inlineCompute.run(name, input);
    const { user, system } = process.cpuUsage(before);
    tasks.push({ name, detector: 'detector' in input ? String(input.detector) : '', seconds: (user + system) / 1e6, touched: touchedBy(name, input) });
    loads.push(loadNow());
    peakMb = Math.max(peakMb, process.memoryUsage.rss() / 2 ** 20);
    return output;
  };
  const limits = { version: 'bench', maxPixels: 100_000_000, maxFigures: 1000 };
  const { panels } = await scanSubmission([{ name: 'paper.pdf', format: 'pdf', bytes: paper, sha256: sha256(paper) }], scanOptions(limits), { run, keep: async (bytes) => sha256(bytes), progress: () => {}, parallel: 1 });
  const figures = panels.filter(({ examined }) => examined).map(({ figure }) => numberOf(figure));
  const within = Map.groupBy(tasks.filter(({ name }) => name === 'examine-panel'), ({ detector }) => detector);
  const byDetector = Object.fromEntries([...within].map(([detector, own]) => [detector, own.reduce((sum, { seconds }) => sum + seconds, 0)]));
  return { measured, load: loads.reduce((sum, v) => sum + v, 0) / loads.length, peakMb, byDetector, rows: FIGURES.filter((count) => count <= Math.max(...figures)).map((count) => rowOf(count, figures, tasks)) };
}

function rowOf(count: number, figures: readonly number[], tasks: readonly Timed[]): GrowthRow {
  const last = Math.max(...figures);
  const share = ({ touched }: Timed): number => (touched.length === 0 ? count / last : touched.filter((one) => one.every((figure) => figure <= count)).length / touched.length);
  const seconds = (...names: readonly TaskName[]): number => tasks.filter(({ name }) => names.includes(name)).reduce((sum, task) => sum + task.seconds * share(task), 0);
  const panels = figures.filter((figure) => figure <= count).length;
  return {
    figures: count, panels, pairs: (panels * (panels - 1)) / 2,
    verified: tasks.filter((task) => task.name === 'verify-pair' && share(task) === 1).length,
    readS: seconds('inspect-file', 'read-submitted', 'examine-file'), cutS: seconds('measure-figure', 'cut-panels'), withinS: seconds('examine-panel'), proposeS: seconds('propose-pairs'), verifyS: seconds('verify-pair'),
  };
}

function touchedBy<N extends TaskName>(name: N, input: TaskInput<N>): (readonly number[])[] {
  if (name === 'propose-pairs') {
    const { panels, pairs } = input as TaskInput<'propose-pairs'>;
    return pairs.map((pair) => pair.map((i) => numberOf(panels[i]?.id ?? '')));
  }
  if (name === 'verify-pair') {
    const { a, b } = input as TaskInput<'verify-pair'>;
    return [[numberOf(a.figure.id), numberOf(b.figure.id)]];
  }
  if (name === 'measure-figure' || name === 'examine-panel') return [[numberOf((input as TaskInput<'examine-panel'>).figure.id)]];
  return [];
}

/** Of `f12` or `f12p3`. */
function numberOf(id: string): number {
  return Number(/^f(\d+)/.exec(id)?.[1] ?? Number.NaN);
}

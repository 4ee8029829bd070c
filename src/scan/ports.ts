/** What a scan is handed: it runs tasks, keeps figures and tells how far it is, without knowing how. */
import type { IntakeLimits } from '../intake/read-file.types.ts';
import type { ReferenceState } from '../core/evidence.ts';
import type { Matrix } from '../core/geometry.ts';
import type { FileFormat, Panel } from '../core/media.ts';
import type { MatchClass, ReferenceSource } from '../core/reference.ts';
import type { PanelQueryInput } from './tasks/describe-panel.ts';
import type { TaskInput, TaskName, TaskOutput } from './tasks.ts';

export interface InputFile {
  readonly name: string;
  readonly sha256: string;
  readonly format: FileFormat;
  readonly bytes: Uint8Array;
}

export interface ScanOptions {
  /** Name and version of the engine, as the evidence shall say. */
  readonly engine: string;
  readonly seed: number;
  readonly limits: IntakeLimits;
  readonly panels?: readonly Panel[];
  /** Leave out what comes from the submitted paper itself. */
  readonly excludeIdenticalPaper?: boolean;
}

export interface StageProgress {
  readonly stage: 'reading' | 'panels' | 'copy-move' | 'matching' | 'verifying';
  readonly done: number;
  readonly total: number;
  /** In [0, 1]. */
  readonly overall: number;
}

/** A registered image that a panel matches, proven on its pixels. */
export interface ReferenceHit {
  readonly entry: number;
  readonly name: string;
  readonly source: ReferenceSource;
  readonly match: MatchClass;
  /** In [0, 1]. */
  readonly score: number;
  /** px as enrolled. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the registered image as enrolled → pixels of the panel. */
  readonly transform: Matrix;
  readonly inliers: number;
  readonly covered: number;
  /** Small JPEG of the registered image. */
  readonly picture: Uint8Array;
}

/** The reference library. */
export interface ReferencePort {
  state(): Promise<ReferenceState>;
  /** Best first, verified only. */
  query(panel: PanelQueryInput): Promise<readonly ReferenceHit[]>;
}

export interface ScanPorts {
  /** Absent: there is no library to compare with. */
  readonly reference?: ReferencePort;
  run<N extends TaskName>(name: N, input: TaskInput<N>): Promise<TaskOutput<N>>;
  /** SHA-256 of bytes, lower-case hex; keeps them where the scan's blobs live. */
  keep(bytes: Uint8Array): Promise<string>;
  progress(progress: StageProgress): void;
  /** Tasks in flight at once. */
  readonly parallel: number;
}

/** Maps with at most `parallel` running; results in the order of the items, whatever ends first. The first error ends it. */
export async function mapParallel<T, R>(items: readonly T[], parallel: number, use: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) results[i] = await use(items[i] as T, i);
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, lane));
  return results;
}

const SHARE = { reading: [0, 0.08], panels: [0.08, 0.25], 'copy-move': [0.25, 0.65], matching: [0.65, 0.8], verifying: [0.8, 1] } as const;

/** Counts one stage's units up and tells. */
export function stageCounter(ports: ScanPorts, stage: StageProgress['stage'], total: number): () => void {
  const [from, to] = SHARE[stage];
  let done = 0;
  const tell = (): void => ports.progress({ stage, done, total, overall: Math.min(to, total === 0 ? to : from + ((to - from) * done) / total) });
  tell();
  return () => {
    done++;
    tell();
  };
}

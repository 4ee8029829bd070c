/** Stage 4: every pair of panels; proposals by keypoints for all, pixels for the few that have one. */
import type { Run } from '../core/evidence.ts';
import type { PairDetector } from '../detectors/detector.ts';
import { pairDetectors } from './catalog.ts';
import { failedRun } from './failed-run.ts';
import type { MeasuredPanel } from './measure-figures.ts';
import { mapParallel, stageCounter, type ScanOptions, type ScanPorts } from './ports.ts';
import type { PanelSource } from './tasks/verify-pair.ts';
import type { ProposeOutput } from './tasks/propose-pairs.ts';

/** A proposal task compares the panels of one tile with those of another: few panels cross for many pairs, and what is derived of a panel is derived once. */
const TILE = 8;

export async function comparePanels(panels: readonly MeasuredPanel[], options: ScanOptions, ports: ScanPorts): Promise<Run[]> {
  const runs = [];
  for (const detector of pairDetectors()) runs.push(...(await comparePanelsBy(detector, panels, options, ports)));
  return runs;
}

async function comparePanelsBy({ name, version }: PairDetector, panels: readonly MeasuredPanel[], { seed, limits }: ScanOptions, ports: ScanPorts): Promise<Run[]> {
  const batches = tilesOf(panels.length);
  const proposed = stageCounter(ports, 'matching', batches.length);
  const failures: Run[] = [];
  const proposals = await mapParallel(batches, ports.parallel, async (pairs): Promise<ProposeOutput> => {
    try {
      const involved = [...new Set(pairs.flat())].sort((a, b) => a - b);
      const at = new Map(involved.map((index, i) => [index, i]));
      return await ports.run('propose-pairs', {
        panels: involved.map((i) => (panels[i] as MeasuredPanel).summary),
        pairs: pairs.map(([i, j]) => [at.get(i) as number, at.get(j) as number] as const), detector: name, seed,
      });
    } catch (error) {
      failures.push(failedRun(error, name, version, {}));
      return [];
    } finally {
      proposed();
    }
  });

  const pairs = proposals.flat();
  const verified = stageCounter(ports, 'verifying', pairs.length);
  const source = (id: string): PanelSource => {
    const { figure, bytes, panel, summary } = panels.find((candidate) => candidate.panel.id === id) as MeasuredPanel;
    return { figure, bytes, maxPixels: limits.maxPixels, panel, keypoints: summary.keypoints };
  };
  const results = await mapParallel(pairs, ports.parallel, async ({ a, b, hypotheses }) => {
    try {
      return await ports.run('verify-pair', { a: source(a), b: source(b), hypotheses, detector: name, seed });
    } catch (error) {
      return failedRun(error, name, version, { panel: a });
    } finally {
      verified();
    }
  });
  const findings = results.flatMap((result) => ('status' in result ? [] : result));
  const failed = results.filter((result) => 'status' in result);
  return [{ detector: name, version, status: 'completed', findings }, ...failures, ...failed];
}

/** All pairs i < j, in square tiles. */
function tilesOf(count: number): (readonly [number, number])[][] {
  const starts = Array.from({ length: Math.ceil(count / TILE) }, (_, i) => i * TILE);
  const tiles = starts.flatMap((row) => starts.filter((column) => column >= row).map((column) => pairsOf(row, column, count)));
  return tiles.filter((pairs) => pairs.length > 0);
}

function pairsOf(row: number, column: number, count: number): (readonly [number, number])[] {
  const within = (start: number): number[] => Array.from({ length: Math.min(TILE, count - start) }, (_, i) => start + i);
  return within(row).flatMap((i) => within(column).filter((j) => j > i).map((j) => [i, j] as const));
}

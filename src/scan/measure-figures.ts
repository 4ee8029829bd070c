/** Stage 2: figures become panels, each panel with its keypoints. */
import type { AbstainedRun, FailedRun } from '../core/evidence.ts';
import type { Panel, PanelClass } from '../core/media.ts';
import type { PanelSummary } from '../detectors/detector.ts';
import { panelDetectors } from './catalog.ts';
import { failedRun } from './failed-run.ts';
import { mapParallel, stageCounter, type ScanOptions, type ScanPorts } from './ports.ts';
import type { FigureWithBytes } from './read-files.ts';

/** A panel with all that later steps need of it. */
export interface MeasuredPanel extends FigureWithBytes {
  readonly panel: Panel;
  readonly summary: PanelSummary;
}

export interface MeasuredFigures {
  /** In reading order, also those that are not examined. */
  readonly panels: readonly Panel[];
  readonly examined: readonly MeasuredPanel[];
  readonly runs: readonly (FailedRun | AbstainedRun)[];
}

/** Version of the segmentation into panels and of the keypoints. */
const VERSION = 1;

/** Why a panel is not examined, by its class; a person may also have switched it off. */
const REASON: Readonly<Partial<Record<PanelClass, AbstainedRun['reason']>>> = { chart: 'chart', text: 'text', blank: 'blank' };

export async function measureFigures(figures: readonly FigureWithBytes[], { panels, limits }: ScanOptions, ports: ScanPorts): Promise<MeasuredFigures> {
  const tick = stageCounter(ports, 'panels', figures.length);
  const measured = await mapParallel(figures, ports.parallel, async ({ figure, bytes }) => {
    try {
      const own = panels?.filter((panel) => panel.figure === figure.id);
      return await ports.run('measure-figure', { figure, bytes, maxPixels: limits.maxPixels, ...(own ? { panels: own } : {}) });
    } catch (error) {
      return failedRun(error, 'panels', VERSION, { figure: figure.id });
    } finally {
      tick();
    }
  });
  const good = measured.map((one, i) => ('status' in one ? [] : [{ ...one, source: withSharedBytes(figures[i] as FigureWithBytes) }])).flat();
  const all = good.flatMap((one) => one.panels);
  return {
    panels: all,
    examined: good.flatMap(({ panels: own, summaries, source }) => own.flatMap((panel) => {
      const summary = summaries.find(({ id }) => id === panel.id);
      return summary ? [{ ...source, panel, summary: shared(summary) }] : [];
    })),
    runs: [
      ...measured.filter((one) => 'status' in one),
      ...all.filter(({ examined }) => !examined).flatMap(abstentions),
    ],
  };
}

function abstentions(panel: Panel): AbstainedRun[] {
  const reason = REASON[panel.class] ?? 'not-selected';
  return panelDetectors().map(({ name, version }) => ({ figure: panel.figure, panel: panel.id, detector: name, version, status: 'abstained', reason }));
}

/** Descriptors in shared memory: every worker reads them, none gets a copy. */
function shared(summary: PanelSummary): PanelSummary {
  return { ...summary, keypoints: { ...summary.keypoints, descriptors: sharedCopy(summary.keypoints.descriptors) } };
}

/** The encoded figure too: it goes with every task on one of its panels. */
function withSharedBytes(source: FigureWithBytes): FigureWithBytes {
  return { ...source, bytes: sharedCopy(source.bytes) };
}

function sharedCopy(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  copy.set(bytes);
  return copy;
}

/** Stage 3: every panel detector on every panel that is examined. */
import type { Run } from '../core/evidence.ts';
import { originDetectors, panelDetectors } from './catalog.ts';
import { failedRun } from './failed-run.ts';
import type { MeasuredPanel } from './measure-figures.ts';
import { mapParallel, stageCounter, type ScanOptions, type ScanPorts } from './ports.ts';

export async function examinePanels(panels: readonly MeasuredPanel[], { seed, limits }: ScanOptions, ports: ScanPorts): Promise<Run[]> {
  const steps = panels.flatMap((measured) => [...panelDetectors(), ...originDetectors()].map((detector) => ({ ...measured, detector })));
  const tick = stageCounter(ports, 'copy-move', steps.length);
  return mapParallel(steps, ports.parallel, async ({ figure, bytes, panel, summary, detector: { name, version, classes } }): Promise<Run> => {
    const scope = { figure: figure.id, panel: panel.id };
    try {
      if (classes && !classes.includes(panel.class)) return { ...scope, detector: name, version, status: 'abstained', reason: 'other-class' };
      const { keypoints } = summary;
      const result = await ports.run('examine-panel', { figure, bytes, maxPixels: limits.maxPixels, panel, keypoints, detector: name, seed });
      return 'abstain' in result
        ? { ...scope, detector: name, version, status: 'abstained', reason: result.abstain }
        : { ...scope, detector: name, version, status: 'completed', findings: result.findings };
    } catch (error) {
      return failedRun(error, name, version, scope);
    } finally {
      tick();
    }
  });
}

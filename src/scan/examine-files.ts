/** Every file detector on the encoded bytes of every figure: what the file says of its own origin. */
import type { CompletedRun, FailedRun } from '../core/evidence.ts';
import type { Finding } from '../core/finding.ts';
import type { Figure } from '../core/media.ts';
import type { FigureProvenance } from '../core/provenance.ts';
import { boxRegion } from '../core/regions.ts';
import type { FileReading } from '../detectors/detector.ts';
import { fileDetectors } from './catalog.ts';
import { failedRun } from './failed-run.ts';
import { mapParallel, type ScanPorts } from './ports.ts';
import type { FigureWithBytes } from './read-files.ts';

export interface ExaminedFiles {
  readonly runs: readonly (CompletedRun | FailedRun)[];
  /** Of the figures that say anything. */
  readonly provenance: readonly FigureProvenance[];
}

export async function examineFiles(figures: readonly FigureWithBytes[], ports: ScanPorts): Promise<ExaminedFiles> {
  const steps = fileDetectors().flatMap((detector) => figures.map((source) => ({ ...source, detector })));
  const examined = await mapParallel(steps, ports.parallel, async ({ figure, bytes, detector: { name, version } }) => {
    try {
      const reading = await ports.run('examine-file', { bytes, format: figure.format, detector: name });
      const run: CompletedRun = { figure: figure.id, detector: name, version, status: 'completed', findings: findingsOf(reading, figure, { name, version }) };
      return { run, figure: figure.id, facts: reading.facts };
    } catch (error) {
      return { run: failedRun(error, name, version, { figure: figure.id }), figure: figure.id, facts: [] };
    }
  });
  return {
    runs: examined.map(({ run }) => run),
    provenance: examined.filter(({ facts }) => facts.length > 0).map(({ figure, facts }) => ({ figure, facts })),
  };
}

/** The claim is about all of the image. */
function findingsOf({ generated }: FileReading, { id, width, height }: Figure, { name, version }: { readonly name: string; readonly version: number }): Finding[] {
  if (!generated) return [];
  return [{ kind: 'generated', score: generated.score, sides: [{ image: id, region: boxRegion({ x: 0, y: 0, width, height }) }], links: [], measures: generated.measures, detector: name, version }];
}

/** A submission becomes evidence: read, cut into panels, examined one by one and pair by pair, folded. */
import type { CompletedRun, Evidence, Run } from '../core/evidence.ts';
import type { Finding } from '../core/finding.ts';
import type { Panel, SubmittedFile } from '../core/media.ts';
import { scanDetectors } from './catalog.ts';
import { comparePanels } from './compare-panels.ts';
import { compareWithReference } from './compare-with-reference.ts';
import { examineFiles } from './examine-files.ts';
import { examinePanels } from './examine-panels.ts';
import { foldFindings } from './fold.ts';
import { measureFigures } from './measure-figures.ts';
import type { InputFile, ScanOptions, ScanPorts } from './ports.ts';
import { readFiles } from './read-files.ts';

/**
 * The same bytes, options and engine give the same evidence, with one worker or eight.
 *
 * @throws {InputError} no file could be read, or there is no image in any: the code says which.
 */
export async function scanSubmission(files: readonly InputFile[], options: ScanOptions, ports: ScanPorts): Promise<Evidence> {
  const read = await readFiles(files, options, ports);
  const told = await examineFiles(read.figures, ports);
  const measured = await measureFigures(read.figures, options, ports);
  const examined = await examinePanels(measured.examined, options, ports);
  const external = await compareWithReference(files, measured.examined, options, ports);
  const compared = await comparePanels(measured.examined, options, ports);

  const runs: readonly Run[] = [...read.runs, ...told.runs, ...measured.runs, ...examined, ...external.runs, ...compared];
  const figures = read.figures.map(({ figure }) => figure);
  return {
    schema: 1,
    engine: options.engine,
    parameters: { seed: options.seed, ...(options.panels ? { panels: options.panels } : {}), detectors: detectorParameters(), ...external.parameters },
    files: files.map(({ name, sha256, format, bytes }): SubmittedFile => ({ name, sha256, bytes: bytes.length, format })),
    pages: read.pages,
    figures,
    panels: measured.panels,
    notes: read.notes,
    provenance: told.provenance,
    references: external.references,
    runs,
    findings: foldFindings(inReadingOrder(runs, measured.panels)),
  };
}

function detectorParameters(): Evidence['parameters']['detectors'] {
  return Object.fromEntries(scanDetectors().map(({ name, version, params }) => [name, { version, ...params }]));
}

/** Findings of all completed runs, by the place of their first side; runs of one worker or many give one order. */
function inReadingOrder(runs: readonly Run[], panels: readonly Panel[]): Finding[] {
  const place = new Map(panels.map(({ id }, i) => [id, i]));
  const at = ({ sides }: Finding): number => place.get(sides[0]?.panel ?? '') ?? 0;
  return runs
    .filter((run): run is CompletedRun => run.status === 'completed')
    .flatMap(({ findings }) => findings)
    .map((finding, i) => ({ finding, i }))
    .sort((a, b) => at(a.finding) - at(b.finding) || a.i - b.i)
    .map(({ finding }) => finding);
}


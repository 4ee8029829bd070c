/** Every examined panel against the reference library: was it published before? */
import type { ReferenceImage, Run, ScanParameters } from '../core/evidence.ts';
import type { Finding } from '../core/finding.ts';
import { invert, motionOf, multiply, translation, type Matrix } from '../core/geometry.ts';
import { boxRegion, mapRegion, type Region } from '../core/regions.ts';
import { readHeader } from '../imaging/codecs/header.ts';
import { failedRun } from './failed-run.ts';
import { clipToBox } from './clip-to-box.ts';
import { isIdenticalPaper } from './identical-paper.ts';
import { placedPanel } from './lift.ts';
import type { MeasuredPanel } from './measure-figures.ts';
import { mapParallel, type InputFile, type ReferenceHit, type ScanOptions, type ScanPorts } from './ports.ts';

const DETECTOR = { detector: 'reference-index', version: 1 } as const;

export interface ExternalDuplicates {
  readonly runs: readonly Run[];
  readonly references: readonly ReferenceImage[];
  readonly parameters: Pick<ScanParameters, 'reference' | 'excludeIdenticalPaper'>;
}

export async function compareWithReference(files: readonly InputFile[], panels: readonly MeasuredPanel[], { limits, excludeIdenticalPaper = false }: ScanOptions, { reference: library, parallel, keep }: ScanPorts): Promise<ExternalDuplicates> {
  const asked = excludeIdenticalPaper ? { excludeIdenticalPaper } : {};
  const reference = await library?.state();
  if (!library || !reference || reference.images === 0) return { runs: [], references: [], parameters: asked };

  const answers = await mapParallel(panels, parallel, async ({ figure, bytes, panel, summary: { keypoints } }): Promise<PanelAnswer> => {
    try {
      return { hits: await library.query({ figure, bytes, maxPixels: limits.maxPixels, panel, keypoints }) };
    } catch (error) {
      return { hits: [], failed: failedRun(error, DETECTOR.detector, DETECTOR.version, { figure: figure.id, panel: panel.id }) };
    }
  });
  const told = panels.map((panel, i) => ({ panel, hits: answers[i]?.hits ?? [] }));
  const own = isIdenticalPaper(files, told.map(({ panel, hits }) => ({ figure: panel.figure.id, hits })));
  const references: ReferenceImage[] = [];
  const runs: Run[] = [];
  for (const [i, { panel, hits }] of told.entries()) {
    const { failed } = answers[i] ?? {};
    if (failed) {
      runs.push(failed);
      continue;
    }
    const findings: Finding[] = [];
    for (const hit of hits) {
      if (excludeIdenticalPaper && own(hit)) continue;
      const id = `x${references.length + 1}`;
      const found = toFinding(panel, hit, id);
      if (!found) continue;
      references.push(await toReferenceImage(hit, id, keep));
      findings.push(found);
    }
    runs.push({ ...DETECTOR, figure: panel.figure.id, panel: panel.panel.id, status: 'completed', findings });
  }
  return { runs, references, parameters: { reference, ...asked } };
}

interface PanelAnswer {
  readonly hits: readonly ReferenceHit[];
  readonly failed?: Run;
}

function pictureSize({ picture }: ReferenceHit): { width: number; height: number } {
  const { width, height } = readHeader(picture, 'jpeg');
  return { width, height };
}

async function toReferenceImage(hit: ReferenceHit, id: string, keep: ScanPorts['keep']): Promise<ReferenceImage> {
  const { entry, name, source, width, height, match, picture } = hit;
  return { id, entry, name, source, ...pictureSize(hit), enrolled: { width, height }, sha256: await keep(picture), format: 'jpeg', match };
}

/** `undefined`: nothing of the registered image lies in the panel. */
function toFinding({ figure, panel }: MeasuredPanel, hit: ReferenceHit, id: string): Finding | undefined {
  const size = pictureSize(hit);
  const { origin } = placedPanel(panel, figure);
  const enlarge: Matrix = [hit.width / size.width, 0, 0, 0, hit.height / size.height, 0, 0, 0, 1];
  const toFigure = multiply(translation(origin.x, origin.y), multiply(hit.transform, enlarge));
  const seen = clipToBox(mapRegion<'reference', 'figure'>(boxRegion<'reference'>({ x: 0, y: 0, ...size }), toFigure), panel.box);
  if (seen.polygon.length < 3) return undefined;
  const transform = invert(toFigure);
  const theirs: Region<'figure'> = mapRegion<'figure', 'figure'>(seen, transform);
  const { rotation, scale, mirrored } = motionOf(transform);
  const measures: Finding['measures'] = {
    inliers: { value: hit.inliers, unit: '1' }, coverage: { value: hit.covered, unit: '1' },
    rotation: { value: rotation, unit: 'deg' }, scale: { value: scale, unit: '1' }, mirrored: { value: mirrored ? 1 : 0, unit: '1' },
  };
  return {
    ...DETECTOR, kind: 'external-duplicate', score: hit.score, transform, measures,
    sides: [{ image: figure.id, panel: panel.id, region: seen }, { image: id, region: theirs }],
    links: [{ from: 0, to: 1, transform, score: hit.score, measures, matches: [] }],
  };
}

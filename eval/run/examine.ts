/** Shows pictures to the detectors and papers to the whole scan, and takes their claims back. */
import { createHash } from 'node:crypto';
import { inlineCompute } from '../../src/compute/inline.ts';
import type { Evidence } from '../../src/core/evidence.ts';
import type { Finding, Measure } from '../../src/core/finding.ts';
import type { Figure, FileFormat } from '../../src/core/media.ts';
import { seededRandom } from '../../src/core/random.ts';
import { mapRegion, type Region } from '../../src/core/regions.ts';
import type { Frame } from '../../src/core/geometry.ts';
import type { RgbImage } from '../../src/core/image.ts';
import type { Detection, Detector, PairDetector, PanelDetector, PanelInput } from '../../src/detectors/detector.ts';
import { classifyPanel } from '../../src/intake/panels/classify-panel.ts';
import { findPanels } from '../../src/intake/panels/find-panels.ts';
import { panelInput, summaryOf } from '../../src/scan/panel-input.ts';
import { scanOptions } from '../../src/scan/scan-options.ts';
import { scanSubmission } from '../../src/scan/scan-submission.ts';
import { encodePng, type Bytes } from '../../test/support/synthetic-edit.ts';
import type { DocumentCase, PictureCase } from '../generate/case.ts';
import type { Claim } from '../metrics/located.ts';

export interface Found extends Claim<number> {
  readonly score: number;
  readonly measures: Readonly<Record<string, Measure>>;
  readonly context?: string;
  readonly detector: string;
}

/** px² and count bounds that no case reaches. */
const LIMITS = { version: 'evaluation', maxPixels: 100_000_000, maxFigures: 1000 };

/** Calls one detector on whole pictures: what tuning looks at. */
export async function examineDirectly(detectorName: string, { id, pictures }: Pick<PictureCase, 'id' | 'pictures'>): Promise<readonly Found[]> {
  const { default: detector } = await import(`../../src/detectors/${detectorName}/detector.ts`) as { default: Detector };
  if (detector.scope !== 'panel' && detector.scope !== 'pair') throw new RangeError(`${detectorName} looks at whole files or pages; it is measured elsewhere`);
  const inputs = pictures.map((picture, i) => inputOf(picture, i));
  const detections = detector.scope === 'panel' ? examineOne(detector, inputs, id) : comparePair(detector, inputs, id);
  return detections.map(({ kind, score, sides, measures, context }) => ({
    kind, score, measures, detector: detectorName, ...(context ? { context } : {}), sides: sides.map(({ panel, region }) => ({ place: panel, region })),
  }));
}

/** Class and masks as the product judges them; examined whatever the class. */
export function inputOf(picture: Bytes<3>, index: number): PanelInput {
  const { width, height } = picture;
  const whole = { id: `f${index + 1}p1`, figure: `f${index + 1}`, box: { x: 0, y: 0, width, height }, class: classifyPanel(picture as RgbImage), masks: [] };
  const [panel = whole] = findPanels(picture as RgbImage, whole.figure, { wholeFigure: true });
  return panelInput(picture as RgbImage, { ...panel, examined: true });
}

function examineOne(detector: PanelDetector, [input]: readonly PanelInput[], seed: string): readonly Detection[] {
  if (!input) return [];
  const result = detector.detect(input, detector.params, { random: seededRandom(seed) });
  return 'abstain' in result ? [] : result;
}

function comparePair(detector: PairDetector, [a, b]: readonly PanelInput[], seed: string): readonly Detection[] {
  if (!a || !b) return [];
  const hypotheses = detector.propose(summaryOf(a), summaryOf(b), detector.params, { random: seededRandom(`${seed}/propose`) });
  if (hypotheses.length === 0) return [];
  const box = { x: 0, y: 0 };
  const relation = { sameFigure: false, boxes: [{ ...box, width: a.width, height: a.height }, { ...box, width: b.width, height: b.height }] as const, captions: [undefined, undefined] as const };
  return detector.verify(a, b, hypotheses, relation, detector.params, { random: seededRandom(`${seed}/verify`) });
}

/** The way a user has it: pictures as files of one submission, through intake, panels, all detectors, folding. */
export async function examineByScan({ pictures }: Pick<PictureCase, 'pictures'>): Promise<readonly Found[]> {
  const files = await Promise.all(pictures.map(async (picture, i) => ({ name: `picture-${i + 1}.png`, format: 'png' as const, bytes: await encodePng(picture) })));
  const { findings, figures } = await scan(files);
  return findings.map((finding) => toFound(finding, (image, region) => ({ place: figures.find(({ id }) => id === image)?.file ?? -1, region })));
}

/** Scans a paper; sides come back in points of their page. */
export async function examinePaper({ name, bytes }: Pick<DocumentCase, 'name' | 'bytes'>): Promise<{ readonly found: readonly Found[]; readonly evidence: Evidence }> {
  const evidence = await scan([{ name, format: 'pdf', bytes }]);
  const found = evidence.findings.map((finding) => toFound(finding, (image, region) => onPage(evidence.figures.find(({ id }) => id === image), region)));
  return { found, evidence };
}

export async function scan(files: readonly { readonly name: string; readonly format: FileFormat; readonly bytes: Uint8Array }[]): Promise<Evidence> {
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const inputs = files.map((file) => ({ ...file, sha256: sha256(file.bytes) }));
  return scanSubmission(inputs, scanOptions(LIMITS), { run: inlineCompute.run, keep: async (bytes) => sha256(bytes), progress: () => {}, parallel: 1 });
}

type Lift = (image: string, region: Region<'figure'>) => { readonly place: number; readonly region: Region<Frame> };

function toFound({ kind, score, measures, context, detector, sides }: Finding, lift: Lift): Found {
  return { kind, score, measures, detector, ...(context ? { context } : {}), sides: sides.map(({ image, region }) => lift(image, region)) };
}

function onPage(figure: Figure | undefined, region: Region<'figure'>): { place: number; region: Region<'page'> } {
  if (!figure?.pageBox) return { place: -1, region: { polygon: [] } };
  const { x, y, width, height } = figure.pageBox;
  return { place: figure.page ?? -1, region: mapRegion<'figure', 'page'>(region, [width / figure.width, 0, x, 0, height / figure.height, y, 0, 0, 1]) };
}

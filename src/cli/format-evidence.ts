/** Evidence on standard output: JSON for programs, a few lines for people. */
import type { Evidence } from '../core/evidence.ts';
import { bandOf, type Finding } from '../core/finding.ts';
import { motionOf } from '../core/geometry.ts';
import { boundingBox } from '../core/regions.ts';

/** Boxes and polygons in pixels of the image as stored, origin top left; `pageBox` in PDF points, origin top left of the upright page. */
export function evidenceJson({ figures, files, findings, runs, panels }: Evidence, minScore: number, file?: string): object {
  return {
    ...(file === undefined ? {} : { file }),
    images: figures.map(({ id, file: index, page, pageBox, width, height }) => ({
      id, file: files[index]?.name, ...(page === undefined ? {} : { page }),
      ...(pageBox ? { pageBox: [pageBox.x, pageBox.y, pageBox.width, pageBox.height] } : {}), width, height,
    })),
    panels: panels.map(({ id, figure, box, class: panelClass, examined }) => ({ id, image: figure, box: [box.x, box.y, box.width, box.height], class: panelClass, examined })),
    findings: findings.filter(({ score }) => score >= minScore).map(findingJson),
    runs,
  };
}

function findingJson({ kind, score, sides, transform, links, measures, context, detector, version }: Finding): object {
  return {
    kind, score,
    sides: sides.map(({ image, panel, region }) => {
      const { x, y, width, height } = boundingBox(region);
      return { image, ...(panel ? { panel } : {}), box: [x, y, width, height], polygon: region.polygon.map((point) => [point.x, point.y]) };
    }),
    ...(transform ? { transform } : {}), links, measures, ...(context ? { context } : {}), detector, version,
  };
}

export function evidenceText({ files, figures, panels, findings }: Evidence, minScore: number): string {
  const shown = findings.filter(({ score }) => score >= minScore);
  const notExamined = panels.filter(({ examined }) => !examined).length;
  const figure = (id: string): string => {
    const known = figures.find((candidate) => candidate.id === id);
    return known?.page === undefined ? `${id} (${files[known?.file ?? 0]?.name})` : `${id} (page ${known.page})`;
  };
  return [
    `${files.map(({ name }) => name).join(', ')}: ${figures.length} images, ${panels.length} panels (${notExamined} not examined), ${shown.length} findings at or above ${minScore}`,
    ...shown.map((finding, i) => {
      const motion = finding.transform ? motionOf(finding.transform) : undefined;
      const words = motion ? `, turned ${Math.round(motion.rotation)}°${motion.mirrored ? ', mirrored' : ''}, scaled ${motion.scale.toFixed(2)}` : '';
      return `  ${i + 1}. ${finding.score.toFixed(2)} (${bandOf(finding.score)}) ${finding.kind}: ${finding.sides.map(({ image }) => figure(image)).join(' ⇄ ')}${words}`;
    }),
  ].join('\n');
}

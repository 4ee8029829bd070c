/** Lifts what a detector says of panels to the pixels of their figures. */
import type { Finding, Link } from '../core/finding.ts';
import { multiply, translation, type Box } from '../core/geometry.ts';
import type { Panel } from '../core/media.ts';
import { boxRegion, mapRegion } from '../core/regions.ts';
import type { Detection, OriginReading, PatchReading } from '../detectors/detector.ts';
import { wholeBox } from '../imaging/resample.ts';

interface Placed {
  readonly panel: Pick<Panel, 'id' | 'figure'>;
  /** Pixels that the panel was cut from. */
  readonly origin: Pick<Box, 'x' | 'y'>;
}

/** @param panels the panel(s) that the detector was given, in that order. */
export function liftDetection(detection: Detection, panels: readonly Placed[], detector: { readonly name: string; readonly version: number }): Finding {
  const placed = detection.sides.map(({ panel }) => {
    const at = panels[panel];
    if (!at) throw new RangeError(`${detector.name} named panel ${panel} of ${panels.length}`);
    return at;
  });
  const sides = detection.sides.map(({ region }, i) => {
    const { panel, origin } = placed[i] as Placed;
    return { image: panel.figure, panel: panel.id, region: mapRegion<'panel', 'figure'>(region, translation(origin.x, origin.y)) };
  });
  const [from, to] = placed;
  const transform = detection.transform && from && to
    ? multiply(translation(to.origin.x, to.origin.y), multiply(detection.transform, translation(-from.origin.x, -from.origin.y)))
    : undefined;
  const links: readonly Link[] = transform && from && to
    ? [{
        from: 0, to: 1, transform, score: detection.score, measures: detection.measures,
        matches: detection.matches.map(([x0, y0, x1, y1]) => [x0 + from.origin.x, y0 + from.origin.y, x1 + to.origin.x, y1 + to.origin.y] as const),
      }]
    : [];
  return {
    kind: detection.kind, score: detection.score, sides, ...(transform ? { transform } : {}), links, measures: detection.measures,
    ...(detection.patches && from ? { patches: patchesAt(detection.patches, from.origin) } : {}),
    ...(detection.context ? { context: detection.context } : {}), detector: detector.name, version: detector.version,
  };
}

function patchesAt(patches: readonly PatchReading[], origin: Placed['origin']): NonNullable<Finding['patches']> {
  return patches.map(({ score, box: { x, y, width, height } }) => ({ score, box: { x: x + origin.x, y: y + origin.y, width, height } }));
}

/** A claim about all of a panel; none where the reading is below its least. */
export function liftReading({ score, least, patches, measures }: OriginReading, { panel, origin }: Placed, { width, height }: { readonly width: number; readonly height: number }, detector: { readonly name: string; readonly version: number }): readonly Finding[] {
  if (score < least) return [];
  return [{
    kind: 'generated', score, links: [], measures, detector: detector.name, version: detector.version,
    sides: [{ image: panel.figure, panel: panel.id, region: boxRegion({ x: origin.x, y: origin.y, width, height }) }],
    patches: patchesAt(patches, origin),
  }];
}

export function placedPanel(panel: Panel, figure: { readonly width: number; readonly height: number }): Placed {
  return { panel, origin: wholeBox(panel.box, figure) };
}


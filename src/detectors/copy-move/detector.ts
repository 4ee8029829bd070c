/**
 * Copy–move: a region cloned within one panel. Two routes guess, pixels decide.
 *
 * Sees copies that were turned, mirrored, rescaled by 0.5–2 (with keypoints; without, by about 10 %) or changed in tone.
 * Blind to copies without detail of their own: flat or saturated places, and less than about 200 px² of texture.
 * Sources: Cozzolino, Poggi, Verdoliva, IEEE TIFS 10(11), 2015, doi:10.1109/TIFS.2015.2455334 (dense field);
 * Amerini et al., IEEE TIFS 6(3), 2011, doi:10.1109/TIFS.2011.2129512 (keypoints).
 */
import { definePanelDetector, type Detection } from '../detector.ts';
import { motionOf, type Point } from '../../core/geometry.ts';
import type { LumaImage } from '../../core/image.ts';
import { findCandidates, type Candidate } from './candidates.ts';
import { extentOf } from './extent.ts';
import { judged, type Judged } from './judge.ts';
import { oneTone, trustInTone } from './one-tone.ts';
import { outlineOf } from './outline.ts';
import { PARAMS } from './params.ts';
import { mapX, mapY, toMatrix, type Similarity } from './similarity.ts';
import { workingSize } from './working-size.ts';

/** px; a shorter side leaves no room for two places. */
const LEAST_SIDE = 40;
/** Detections below are noise to a reader. */
const LEAST_SCORE = 0.15;
const MOST_MATCHES = 60;

export default definePanelDetector({
  name: 'copy-move', version: 3, finds: ['copy-move'], params: PARAMS,

  detect(panel, params, { random }) {
    const { width, height } = panel.luma;
    if (Math.min(width, height) < LEAST_SIDE) return { abstain: 'too-small' };
    const working = workingSize(panel, params.maxPixels);
    const isBlot = panel.class === 'blot';
    return judged(findCandidates(working, params, random), isBlot)
      .filter(({ score }) => score >= LEAST_SCORE)
      .map((one) => (isBlot ? weighedByTone(one, working.luma) : one))
      .filter(({ score }) => score >= LEAST_SCORE)
      .map((one) => toDetection(one, { width, height, zoom: working.zoom, luma: working.luma }))
      .filter(({ sides }) => sides.every(({ region }) => region.polygon.length > 2))
      .sort((a, b) => b.score - a.score);
  },
});

interface Weighed extends Judged {
  /** Where it was looked at. */
  readonly tone?: number;
}

function weighedByTone({ candidate, score }: Judged, luma: LumaImage): Weighed {
  const tone = oneTone(luma, candidate.clone);
  return { candidate, score: score * trustInTone(tone), tone };
}

interface PanelFacts {
  readonly width: number;
  readonly height: number;
  /** px of the working size per px of the panel. */
  readonly zoom: number;
  /** At the working size. */
  readonly luma: LumaImage;
}

function toDetection({ candidate, score, tone }: Weighed, { width, height, zoom, luma }: PanelFacts): Detection {
  const { clone, evidence, route, inliers } = candidate;
  const { similarity, agreement: { window } } = clone;
  const full: Similarity = { ...similarity, tx: similarity.tx / zoom, ty: similarity.ty / zoom };
  const transform = toMatrix(full);
  const { rotation, mirrored } = motionOf(transform);
  const clip = ({ x, y }: Point): Point => ({ x: Math.min(width, Math.max(0, x)), y: Math.min(height, Math.max(0, y)) });
  const source = outlineOf(extentOf(luma, clone), window.width, window.height).map(({ x, y }) => clip({ x: (x + window.x) / zoom, y: (y + window.y) / zoom }));
  const copy = source.map(({ x, y }) => clip({ x: mapX(full, x, y), y: mapY(full, x, y) }));
  return {
    kind: 'copy-move', score, transform,
    sides: [{ panel: 0, region: { polygon: source } }, { panel: 0, region: { polygon: copy } }],
    matches: matchesOf(candidate, zoom),
    measures: {
      inliers: { value: inliers, unit: '1' },
      area: { value: evidence.area / zoom ** 2, unit: 'px²' },
      zncc: { value: evidence.correlation, unit: '1' },
      fineDetail: { value: evidence.bands[0] ?? 0, unit: '1' },
      agreeing: { value: evidence.agreeing, unit: '1' },
      ground: { value: evidence.ground.correlation, unit: '1' },
      glide: { value: evidence.glide / zoom, unit: 'px' },
      support: { value: evidence.support, unit: '1' },
      rotation: { value: rotation, unit: 'deg' },
      scale: { value: evidence.scale, unit: '1' },
      mirrored: { value: mirrored ? 1 : 0, unit: '1' },
      shift: { value: evidence.shift / zoom, unit: 'px' },
      denseRoute: { value: route === 'dense' ? 1 : 0, unit: '1' },
      ...(tone === undefined ? {} : { oneTone: { value: tone, unit: '1' as const } }),
    },
  };
}

/** Proven pixels and where they go, evenly thinned. */
function matchesOf({ clone: { similarity, proven, agreement: { window } } }: Candidate, zoom: number): Detection['matches'] {
  const pixels: number[] = [];
  for (let i = 0; i < proven.length; i++) if (proven[i]) pixels.push(i);
  const step = Math.max(1, Math.ceil(pixels.length / MOST_MATCHES));
  return pixels.filter((_, i) => i % step === 0).map((i) => {
    const [x, y] = [window.x + (i % window.width) + 0.5, window.y + Math.floor(i / window.width) + 0.5];
    return [x / zoom, y / zoom, mapX(similarity, x, y) / zoom, mapY(similarity, x, y) / zoom] as const;
  });
}

/** Two panels of one megapixel compared, in one thread: measured apart, keypoints and comparison. */
import type { Panel } from '../src/core/media.ts';
import { seededRandom } from '../src/core/random.ts';
import panelOverlap from '../src/detectors/panel-overlap/detector.ts';
import { panelInput, summaryOf } from '../src/scan/panel-input.ts';
import { micrograph, similarity, toRgb, warp } from '../test/support/synthetic.ts';
import { quantile } from '../eval/metrics/scores.ts';

export interface PairFigures {
  /** ms, medians: keypoints of one panel; proposal and pixel check of a pair that overlaps; the same of a pair that does not. */
  readonly keypointsMs: number;
  readonly overlappingMs: number;
  readonly unrelatedMs: number;
  readonly rounds: number;
}

export function measurePair(rounds = 7): PairFigures {
  const field = micrograph('pair', 1500, 1500);
  const a = toRgb(warp(field, similarity({}, { x: 500, y: 500 }, { x: 500, y: 500 }), 1000, 1000));
  const b = toRgb(warp(field, similarity({ rotation: 33 }, { x: 800, y: 800 }, { x: 500, y: 500 }), 1000, 1000));
  const c = toRgb(micrograph('other', 1000, 1000));
  const box = { x: 0, y: 0, width: 1000, height: 1000 };
  const inputOf = (rgb: typeof a, id: string) => panelInput(rgb, { id: `${id}p1`, figure: id, box, class: 'fluorescence', examined: true, masks: [] } satisfies Panel);
  const relation = { sameFigure: false, boxes: [box, box] as const, captions: [undefined, undefined] as const };

  const times: Record<'keypoints' | 'overlapping' | 'unrelated', number[]> = { keypoints: [], overlapping: [], unrelated: [] };
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    const first = inputOf(a, 'f1');
    if (round > 0) times.keypoints.push(performance.now() - start); // the first round warms up
    for (const [name, other] of [['overlapping', inputOf(b, 'f2')], ['unrelated', inputOf(c, 'f3')]] as const) {
      const from = performance.now();
      const hypotheses = panelOverlap.propose(summaryOf(first), summaryOf(other), panelOverlap.params, { random: seededRandom(1) });
      const found = hypotheses.length > 0 ? panelOverlap.verify(first, other, hypotheses, relation, panelOverlap.params, { random: seededRandom(2) }) : [];
      if (round > 0) times[name].push(performance.now() - from);
      if ((found.length > 0) !== (name === 'overlapping')) throw new Error(`${name}: ${found.length} findings; the benchmark would measure the wrong thing`);
    }
  }
  return { keypointsMs: quantile(times.keypoints, 0.5), overlappingMs: quantile(times.overlapping, 0.5), unrelatedMs: quantile(times.unrelated, 0.5), rounds };
}

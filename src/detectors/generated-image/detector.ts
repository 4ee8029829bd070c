/**
 * Generated image: pixels that look as if a network had painted them, by a small network of our own on patches at native resolution.
 *
 * Sees traces of the enlarging layers of decoders, where no later change of size or strong compression has worn them off.
 * Blind to much; see the card. It says nothing where it cannot see: too small, too smooth, drawn, compressed too coarsely.
 * Source: the card names the papers behind residuals, pairs and pooling; weights by training/generated-image.
 */
import { defineOriginDetector } from '../detector.ts';
import { lookAt } from './look.ts';
import { scoreOf } from './score.ts';

export default defineOriginDetector({
  name: 'generated-image', version: 2, finds: ['generated'],
  params: { most: 24, leastPatches: 4, leastSide: 144, leastTexture: 1, mostEqual: 0.75, mostMasked: 0.1, mostBlocky: 1.6, photo: 0.8, science: 0.9 },

  judge(panel, params) {
    const look = lookAt(panel, params);
    if ('abstain' in look) return look;
    const { boxes, logits } = look;
    const patches = boxes.map((box, i) => ({ box, score: scoreOf([logits[i] ?? 0]) }));
    return {
      score: scoreOf(logits), least: params[panel.class === 'photo' ? 'photo' : 'science'], patches,
      measures: {
        patches: { value: patches.length, unit: '1' },
        generatedPatches: { value: patches.filter(({ score }) => score >= 0.5).length / patches.length, unit: '1' },
      },
    };
  },
});

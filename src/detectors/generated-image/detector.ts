/**
 * Generated image: pixels that look as if a network had painted them, by linear readers of their statistics and a small network of our own.
 *
 * Sees traces of decoders and enlarging networks in native pixels, where no compression or change of size has worn them off; of the rest what textures tell.
 * Blind to much; see the card. It says nothing where it cannot see: too small, too smooth, drawn, compressed too coarsely.
 * Source: the card names the papers behind residuals, pairs and pooling; weights by training/generated-image.
 */
import { defineOriginDetector } from '../detector.ts';
import { lookAt } from './look.ts';
import { nativeTrace } from './readers.ts';
import { scoreOf, termsOf } from './score.ts';

export default defineOriginDetector({
  name: 'generated-image', version: 4, finds: ['generated'],
  params: { most: 16, leastPatches: 4, leastSide: 144, leastTexture: 1, mostEqual: 0.75, mostMasked: 0.1, mostBlocky: 1.6, photo: 0.85, science: 0.9 },

  judge(panel, params) {
    const look = lookAt(panel, params);
    if ('abstain' in look) return look;
    const { boxes, logits, traces } = look;
    // The statistics are those of the whole panel, for so few pixels as a patch has say little: between its patches only the network tells.
    const patches = boxes.map((box, i) => ({ box, score: scoreOf(termsOf([logits[i] ?? 0], traces)) }));
    return {
      score: scoreOf(termsOf(logits, traces)), least: params[panel.class === 'photo' ? 'photo' : 'science'], patches,
      measures: {
        patches: { value: patches.length, unit: '1' },
        ...(traces.native ? { nativeTrace: { value: nativeTrace(traces.native), unit: '1' as const } } : {}),
        texture: { value: traces.texture, unit: '1' },
        generatedPatches: { value: patches.filter(({ score }) => score >= 0.5).length / patches.length, unit: '1' },
      },
    };
  },
});

/** Keypoints as the mirrored or inverted image would have given them; nothing is extracted twice. */
import type { Matrix } from '../../core/geometry.ts';
import type { Keypoints } from '../../imaging/features/keypoints.ts';
import { mirrorDescriptors } from '../../imaging/features/mirror-descriptors.ts';
import type { Hypothesis } from '../engine.types.ts';

const TAU = 2 * Math.PI;

/** @param width px of the image the keypoints are of. */
export function keypointsUnder(hypothesis: Hypothesis, keypoints: Keypoints, width: number): Keypoints {
  const mirrored = isMirrored(hypothesis) ? mirror(keypoints, width) : keypoints;
  return isInverted(hypothesis) ? invertTone(mirrored) : mirrored;
}

export function isMirrored(hypothesis: Hypothesis): boolean {
  return hypothesis === 'mirrored' || hypothesis === 'mirrored-inverted';
}

export function isInverted(hypothesis: Hypothesis): boolean {
  return hypothesis === 'inverted' || hypothesis === 'mirrored-inverted';
}

/** The mirror that is undone before a transform found between mirrored keypoints and the query. */
export function mirrorMatrix(width: number): Matrix {
  return [-1, 0, width, 0, 1, 0, 0, 0, 1];
}

function mirror(keypoints: Keypoints, width: number): Keypoints {
  return {
    ...keypoints, x: keypoints.x.map((x) => width - x), angle: keypoints.angle.map((angle) => (3 * Math.PI - angle) % TAU),
    descriptors: mirrorDescriptors(keypoints.descriptors),
  };
}

/** Every gradient turns about: the keypoint's direction does too, and its 4 × 4 cells are read from the other end. */
function invertTone(keypoints: Keypoints): Keypoints {
  const { descriptors } = keypoints;
  const out = new Uint8Array(descriptors.length);
  for (let at = 0; at < out.length; at += 128) for (let i = 0; i < 128; i++) out[at + i] = descriptors[at + 120 - (i & 120) + (i & 7)] ?? 0;
  return { ...keypoints, angle: keypoints.angle.map((angle) => (angle + Math.PI) % TAU), descriptors: out };
}

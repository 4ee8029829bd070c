/**
 * Coarse visual words: descriptors of one place fall under words that lie near each other, so that most others need not be looked at.
 * Made by eval/panel-overlap/coarse-words.ts. Source: Sivic and Zisserman, ICCV 2003, doi:10.1109/ICCV.2003.1238663 (visual words).
 */
import { readFileSync } from 'node:fs';
import { mirrorDescriptors } from '../features/mirror-descriptors.ts';
import { nearestRows, type SignedRows } from '../kernels/match.ts';

export const COARSE_WORDS = 128;
/** Of true matches 99 % lie under the nearest 8 words, of all pairs a fifth (34 pairs of the tune split). */
const NEAR = 8;

/** Which words the descriptors of one image lie under. */
export interface PanelWords {
  /** count × 8, nearest first. */
  readonly near: Uint8Array;
  /** count; the nearest word of each descriptor's mirror image. */
  readonly mirrored: Uint8Array;
}

let shipped: SignedRows | undefined;

/** Read once in each thread. Signatures are not looked at when no cap is set. */
function coarseWords(): SignedRows {
  shipped ??= { count: COARSE_WORDS, rows: new Uint8Array(readFileSync(new URL('coarse-words.bin', import.meta.url))), signs: new Uint8Array(16 * COARSE_WORDS) };
  return shipped;
}

/** @param descriptors N × 128. */
export function panelWords(descriptors: Uint8Array): PanelWords {
  return { near: wordsOf(descriptors, NEAR), mirrored: wordsOf(mirrorDescriptors(descriptors), 1) };
}

function wordsOf(rows: Uint8Array, k: number): Uint8Array {
  const count = rows.length / 128;
  return Uint8Array.from(nearestRows({ count, rows, signs: new Uint8Array(16 * count) }, coarseWords(), { k }).indices);
}

/** What can be done to the tones of a straightened sheet. */
import type { RgbImage } from '../../core/image.ts';
import { toBlackWhite } from './black-white.ts';
import { removeShadow } from './remove-shadow.ts';
import { enhance } from './sharpen.ts';

export const IMPROVEMENTS = ['none', 'remove-shadow', 'enhance', 'black-white'] as const;
export type Improvement = (typeof IMPROVEMENTS)[number];

export async function improve(rgb: RgbImage, how: Improvement): Promise<RgbImage> {
  switch (how) {
    case 'none': return rgb;
    case 'remove-shadow': return removeShadow(rgb);
    case 'enhance': return enhance(rgb);
    case 'black-white': return toBlackWhite(rgb);
  }
}

/** Logos, headers and backgrounds: the same bytes at the same place on page after page. */
import { createHash } from 'node:crypto';
import type { Box } from '../../core/geometry.ts';
import type { OpenPage } from './page.ts';

/** Pages from which a repetition is a template. */
export const MIN_PAGES = 3;
/** Shares of the page: up to the first it may be a logo, from the second on a background; in between it is a figure. */
const LOGO_UP_TO = 0.15;
const BACKGROUND_FROM = 0.9;

/** Whether an image of this size on the page could be part of a template. */
export function mayRepeat(box: Box, page: OpenPage): boolean {
  const share = (box.width * box.height) / (page.width * page.height);
  return share <= LOGO_UP_TO || share >= BACKGROUND_FROM;
}

/** Same content, same place (to 2 pt). @param stream the encoded image. */
export function placementKey(stream: Uint8Array, { x, y, width, height }: Box): string {
  const place = [x, y, width, height].map((value) => Math.round(value / 2)).join(',');
  return `${createHash('sha256').update(stream).digest('base64')}@${place}`;
}

/** Collects placements page by page and tells which are templates. */
export class Repetitions {
  readonly #pages = new Map<string, Set<number>>();

  add(key: string, page: number): void {
    const pages = this.#pages.get(key);
    if (pages) pages.add(page);
    else this.#pages.set(key, new Set([page]));
  }

  isTemplate(key: string): boolean {
    return (this.#pages.get(key)?.size ?? 0) >= MIN_PAGES;
  }
}

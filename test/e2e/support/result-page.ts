/** The result page as a person sees it: rows of findings, and outlines drawn on a page, read back in points of that page. */
import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from 'playwright-core';
import type { Point } from '../../../src/core/geometry.ts';
import { PATIENCE_MS } from './browser.ts';

export const rows = (page: Page): Locator => page.getByRole('region', { name: /^\d+ findings?$/ }).getByRole('listitem').filter({ has: page.locator('button[aria-current]') });
export const row = (page: Page, kind: string): Locator => rows(page).filter({ hasText: kind });
export const chosen = (page: Page): Locator => rows(page).filter({ has: page.locator('button[aria-current="true"]') });
export const slider = (page: Page): Locator => page.getByRole('slider', { name: 'Score from' });
/** "2 shown · 3 hidden" */
export const counts = (page: Page): Locator => page.getByRole('status').filter({ hasText: /shown · / });

export async function result(page: Page): Promise<void> {
  await rows(page).first().waitFor({ timeout: PATIENCE_MS });
}

export async function send(page: Page, files: readonly { readonly name: string; readonly mimeType: string; readonly bytes: Uint8Array }[]): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(files.map(({ name, mimeType, bytes }) => ({ name, mimeType, buffer: Buffer.from(bytes) })));
  await page.getByRole('button', { name: 'Scan', exact: true }).click();
  await page.waitForURL(/\/scans\/[^/?]+/);
}

export interface Outline {
  /** The number that the mark carries. */
  readonly number: string;
  /** pt, origin top left of the page. */
  readonly points: readonly Point[];
}

/** Outlines on the page that is shown, from the screen back to points of a page of this width. */
export async function outlines(page: Page, name: string, pageWidth: number): Promise<Outline[]> {
  await page.getByRole('navigation', { name: 'Pages and images' }).getByRole('button', { name: new RegExp(`^${name}\\b`) }).click();
  const picture = page.getByRole('img', { name, exact: true });
  await picture.waitFor();
  await picture.evaluate((image: { decode(): Promise<void> }) => image.decode());
  const frame = await picture.boundingBox();
  if (!frame) throw new Error(`the picture of ${name} is not visible`);
  const scale = frame.width / pageWidth;
  const marks = await page.getByRole('group', { name: 'Findings on this picture' }).evaluate(readMarks);
  return marks.map(({ number, points }) => ({ number, points: points.map(({ x, y }) => ({ x: (x - frame.x) / scale, y: (y - frame.y) / scale })) }));
}

export async function bytesOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}

/** The little of the browser's SVG interface that is read below; it runs in the page. */
interface Mark {
  querySelector(selector: 'text'): { readonly textContent: string };
  querySelector(selector: 'polygon'): { getScreenCTM(): unknown; readonly points: Iterable<{ matrixTransform(matrix: unknown): Point }> };
}

/** Outlines in px of the window. */
function readMarks(overlay: { querySelectorAll(selector: string): Iterable<Mark> }): Outline[] {
  return [...overlay.querySelectorAll('a')].map((mark) => {
    const polygon = mark.querySelector('polygon');
    const toWindow = polygon.getScreenCTM();
    const points = [...polygon.points].map((point) => point.matrixTransform(toWindow)).map(({ x, y }) => ({ x, y }));
    return { number: mark.querySelector('text').textContent, points };
  });
}

import { InputError } from '../../../core/errors.ts';
import { sanitizeSvg, escapeXml } from './sanitize.ts';

/** px; longest side of a rasterised drawing: about 200 dpi on a printed page. */
const LONGEST_SIDE = 2000;
/** px per unit. Source: CSS Values 3 §6.2. */
const UNITS: Readonly<Record<string, number>> = { '': 1, px: 1, pt: 4 / 3, pc: 16, mm: 96 / 25.4, cm: 96 / 2.54, in: 96, em: 16, ex: 8 };

export interface RasterizableSvg {
  /** px of the raster. */
  readonly width: number;
  readonly height: number;
  /** The sanitised drawing, its size set to width × height. */
  readonly bytes: Buffer;
  readonly notes: readonly string[];
}

/** A harmless SVG that paints itself with its longest side at 2000 px. @throws {InputError} see {@link sanitizeSvg}; `image/corrupt` without a size. */
export function safeSvg(source: Uint8Array): RasterizableSvg {
  const { root, body, notes } = sanitizeSvg(source);
  const box = viewBoxOf(root);
  const scale = LONGEST_SIDE / Math.max(box.width, box.height);
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));
  const attributes: Record<string, string> = {
    ...root, xmlns: 'http://www.w3.org/2000/svg', 'xmlns:xlink': 'http://www.w3.org/1999/xlink',
    width: String(width), height: String(height), viewBox: root['viewBox'] ?? `0 0 ${box.width} ${box.height}`,
  };
  const opening = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeXml(value).replace(/"/g, '&quot;')}"`).join('');
  return { width, height, bytes: Buffer.from(`<svg${opening}>${body}</svg>`), notes };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The viewBox, else width and height, else the 300 × 150 of CSS 2.1 §10.3.2. */
function viewBoxOf(root: Readonly<Record<string, string>>): Size {
  const parts = (root['viewBox'] ?? '').trim().split(/[\s,]+/).map(Number);
  const size = parts.length === 4 ? { width: parts[2] ?? 0, height: parts[3] ?? 0 } : { width: lengthOf(root['width'], 300), height: lengthOf(root['height'], 150) };
  const ratio = size.width / size.height;
  if (!(size.width > 0) || !(size.height > 0) || !(ratio > 0.001 && ratio < 1000)) {
    throw new InputError('image/corrupt', `the SVG says it is ${size.width} × ${size.height} units; give it a viewBox with a positive size`);
  }
  return size;
}

function lengthOf(text: string | undefined, fallback: number): number {
  const match = /^\s*([\d.]+(?:e[+-]?\d+)?)\s*([a-z]*)\s*$/i.exec(text ?? '');
  const unit = UNITS[(match?.[2] ?? '').toLowerCase()];
  return match && unit ? Number(match[1]) * unit : fallback;
}

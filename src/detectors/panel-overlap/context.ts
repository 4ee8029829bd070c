/** Legitimate look-alikes: what explains that two panels agree. */
import type { Context } from '../../core/finding.ts';
import { applyTo, invert, motionOf, type Matrix } from '../../core/geometry.ts';
import type { RgbImage } from '../../core/image.ts';
import { boundingBox, mapRegion } from '../../core/regions.ts';
import type { Overlap } from '../../imaging/matching/verify.ts';
import type { PanelInput, Relation } from '../detector.ts';
import { isDeclared, isOneCaption, saysEnlarged, saysSections } from './captions.ts';
import { hasFrame } from './frame.ts';
import { isOtherOverlay } from './overlay.ts';
import { isBlotLike } from './score.ts';

/** px; labels and scale bars are lower than this. */
const GRAPHIC_HEIGHT = 24;
/** Least enlargement of a detail shown beside its overview. */
const ZOOM = 1.4;
/** Largest share of the overview a detail takes. */
const MAX_DETAIL = 0.6;
/** Words of captions that announce a series. */
const SERIES_WORDS = /\b(time[- ]?lapse|\d+\s?(min|h|hr|hrs|hours?|days?|s|sec|weeks?)\b|z[- ]?stack|serial sections?|frames?|exposures?)/i;

/** Bands one above the other from which a lane is taken for a ladder of markers, or one of many lanes that carry the same. */
const LADDER = 3;
/** Share that lies beside straight lanes, at most; and correlation of it, from which two lanes are one: of repeated lanes most were above, of lanes alike none (tune split). */
const STRAIGHT = 0.1;
const SAME_LANE = 0.88;

export function contextOf(overlap: Overlap, a: PanelInput, b: PanelInput, { sameFigure, captions }: Relation): Context | undefined {
  if (isGraphic(overlap)) return 'repeated-graphics';
  const isOneFigure = sameFigure || isOneCaption(captions);
  if (isInset(overlap, a, b, sameFigure || (isOneFigure && saysEnlarged(captions)))) return 'inset';
  if (areMarkerLanes(overlap)) return 'marker-lanes';
  if (isDeclared({ captions, sameFigure, isBlot: isBlotLike(a, b) })) return 'declared-reuse';
  if (isOtherOverlay(overlap.matrix, a.rgb, b.rgb)) return 'same-position-template';
  const loose = overlap.agreeingOverall < 0.75 || overlap.zncc < 0.8;
  if (loose && isOneFigure && saysSections(captions)) return 'series';
  if (!samePlace(overlap.matrix, a, b)) return undefined;
  if (isOtherChannel(a.rgb, b.rgb)) return 'channels';
  if (!loose) return undefined;
  return overlap.band < 0.6 || captions.some((caption) => caption !== undefined && SERIES_WORDS.test(caption)) ? 'series' : 'channels';
}

/** Lanes of several straight bands, in which nothing agrees but that: ladders of one product are alike on all membranes. */
function areMarkerLanes({ strips }: Overlap): boolean {
  return strips !== undefined && strips.stacked >= LADDER && strips.unexplained <= STRAIGHT && strips.residual < SAME_LANE;
}

/** A strip no higher than print, agreeing perfectly in the midst of what does not agree. */
function isGraphic({ region, agreeingOverall, coverage, matrix }: Overlap): boolean {
  const here = boundingBox(region);
  const there = boundingBox(mapRegion(region, matrix));
  const low = Math.min(here.width, here.height, there.width, there.height) < GRAPHIC_HEIGHT;
  return coverage < 0.15 && agreeingOverall < 0.35 || (low && agreeingOverall < 0.5);
}

/** One panel is wholly inside a part of the other, enlarged and upright, in one figure or with a frame drawn around the part. */
function isInset({ matrix }: Overlap, a: PanelInput, b: PanelInput, sameFigure: boolean): boolean {
  const { scale, rotation, mirrored } = motionOf(matrix);
  if (mirrored || Math.abs(rotation) > 3 || (scale < ZOOM && scale > 1 / ZOOM)) return false;
  const [detail, overview, toOverview] = scale > 1 ? [b, a, invert(matrix)] : [a, b, matrix];
  const place = placeOf(detail, toOverview);
  const slack = 0.04 * Math.max(overview.width, overview.height);
  const inside = place.x0 > -slack && place.y0 > -slack && place.x1 < overview.width + slack && place.y1 < overview.height + slack;
  const share = ((place.x1 - place.x0) * (place.y1 - place.y0)) / (overview.width * overview.height);
  return inside && share < MAX_DETAIL && (sameFigure || hasFrame(overview.luma, place));
}

function placeOf({ width, height }: PanelInput, matrix: Matrix): { x0: number; y0: number; x1: number; y1: number } {
  const [p, q] = [applyTo(matrix, { x: 0, y: 0 }), applyTo(matrix, { x: width, y: height })];
  return { x0: Math.min(p.x, q.x), y0: Math.min(p.y, q.y), x1: Math.max(p.x, q.x), y1: Math.max(p.y, q.y) };
}

/** Panels of one size laid over each other without a shift. */
export function samePlace(matrix: Matrix, a: PanelInput, b: PanelInput): boolean {
  if (Math.abs(a.width / a.height - b.width / b.height) > 0.04 * (a.width / a.height)) return false;
  const most = 0.02 * Math.max(b.width, b.height);
  return [[0, 0], [a.width, 0], [0, a.height], [a.width, a.height]].every(([x = 0, y = 0]) => {
    const p = applyTo(matrix, { x, y });
    return Math.hypot(p.x - (x * b.width) / a.width, p.y - (y * b.height) / a.height) <= most;
  });
}

/** Two dark-field panels whose light is of different colour: another channel, or the merge. */
function isOtherChannel(a: RgbImage, b: RgbImage): boolean {
  const [p, q] = [lightOf(a), lightOf(b)];
  if (!p.dark || !q.dark) return false;
  return Math.hypot(p.r - q.r, p.g - q.g, p.b - q.b) > 0.12;
}

/** Colour of the light above the background, as shares of red, green and blue. */
function lightOf({ data }: RgbImage): { dark: boolean; r: number; g: number; b: number } {
  let [r, g, b, dim] = [0, 0, 0, 0];
  for (let i = 0; i < data.length; i += 3) {
    const [p, q, s] = [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0];
    if (p + q + s < 240) dim++;
    const over = Math.max(0, Math.max(p, q, s) - 40) / 255;
    r += over * p;
    g += over * q;
    b += over * s;
  }
  const sum = Math.max(1e-9, r + g + b);
  return { dark: dim > data.length / 6, r: r / sum, g: g / sum, b: b / sum };
}

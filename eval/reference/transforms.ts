/** What happens to a registered picture before it is asked for. Seeded; every transform gives encoded bytes. */
import sharp, { type Region, type Sharp } from 'sharp';
import type { Random } from '../../src/core/random.ts';
import type { RgbImage } from '../../src/core/image.ts';
import { between } from '../../test/support/random.ts';

export interface QueryTransform {
  readonly name: string;
  /** Ids of the pictures it is for; default all. */
  readonly only?: RegExp;
  /** @param others pictures that are not registered, to paste into and to compose with. */
  make(picture: RgbImage, random: Random, others: () => Promise<RgbImage>): Promise<Uint8Array>;
}

const WHITE = '#ffffff';
const from = ({ data, width, height }: RgbImage): Sharp => sharp(data, { raw: { width, height, channels: 3 } });
const asJpeg = async (picture: Sharp, quality: number): Promise<Uint8Array> => picture.jpeg({ quality }).toBuffer();
/** A pipeline applies its steps in an order of its own; this ends one. */
const settled = async (picture: Sharp): Promise<Sharp> => sharp(await picture.png({ compressionLevel: 1 }).toBuffer());

/** grey, standard deviation; a crop of plain paper or sky shows nothing that could be found, so another is drawn. */
const LEAST_SPREAD = 20;

function spreadIn({ width, data }: RgbImage, { left, top, width: w, height: h }: Region): number {
  let [n, sum, squares] = [0, 0, 0];
  for (let y = top; y < top + h; y += 2) for (let x = left; x < left + w; x += 2) {
    const value = data[3 * (y * width + x) + 1] ?? 0;
    n++;
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
}

function cropOf(picture: RgbImage, share: number, random: Random): Region {
  const { width, height } = picture;
  const side = Math.sqrt(share);
  const [w, h] = [Math.max(8, Math.round(width * side)), Math.max(8, Math.round(height * side))];
  let region = { left: 0, top: 0, width: w, height: h };
  for (let draw = 0; draw < 20; draw++) {
    region = { left: random.int(width - w + 1), top: random.int(height - h + 1), width: w, height: h };
    if (spreadIn(picture, region) > LEAST_SPREAD) break;
  }
  return region;
}

async function cover(picture: RgbImage, width: number, height: number): Promise<Buffer> {
  return from(picture).resize(width, height, { fit: 'cover' }).png({ compressionLevel: 1 }).toBuffer();
}

export const TRANSFORMS: readonly QueryTransform[] = [
  { name: 'jpeg 30', make: (p) => asJpeg(from(p), 30) },
  { name: 'half size', make: (p) => asJpeg(from(p).resize(Math.max(32, Math.round(p.width / 2))), 80) },
  { name: 'crop 50 %', make: (p, random) => asJpeg(from(p).extract(cropOf(p, 0.5, random)), 80) },
  { name: 'crop 10 %', make: (p, random) => asJpeg(from(p).extract(cropOf(p, 0.1, random)), 80) },
  { name: 'turned', make: async (p, random) => asJpeg(from(p).rotate(between(random, 5, 355), { background: WHITE }), 80) },
  { name: 'mirrored', make: async (p) => asJpeg(from(p).flop(), 80) },
  { name: 'recoloured', make: async (p, random) => asJpeg((await settled(from(p).gamma(between(random, 1.2, 2)))).modulate({ hue: random.int(360), saturation: 0.5 }).linear(between(random, 0.6, 1.3), between(random, -20, 30)), 80) },
  { name: 'sheared', make: async (p, random) => asJpeg(from(p).affine([[1, between(random, -0.35, 0.35)], [between(random, -0.2, 0.2), between(random, 0.7, 1.2)]], { background: WHITE }), 80) },
  { name: 'perspective', make: (p, random) => perspective(p, random) },
  {
    name: 'paste 16 %',
    async make(p, random, others) {
      const ground = await cover(await others(), 900, 680);
      const k = Math.sqrt((0.16 * 900 * 680) / (p.width * p.height));
      const [w, h] = [Math.min(880, Math.round(p.width * k)), Math.min(660, Math.round(p.height * k))];
      const pasted = await from(p).resize(w, h, { fit: 'fill' }).png().toBuffer();
      return asJpeg(sharp(ground).composite([{ input: pasted, left: random.int(900 - w + 1), top: random.int(680 - h + 1) }]), 80);
    },
  },
  {
    name: 'collage of four',
    async make(p, random, others) {
      const place = random.int(4);
      const tiles = await Promise.all([0, 1, 2, 3].map(async (i) => ({ input: await cover(i === place ? p : await others(), 440, 330), left: (i % 2) * 450, top: Math.floor(i / 2) * 340 })));
      return asJpeg(sharp({ create: { width: 890, height: 670, channels: 3, background: WHITE } }).composite(tiles), 80);
    },
  },
  {
    name: 'six-panel figure',
    async make(p, random, others) {
      const place = random.int(6);
      const tiles = await Promise.all(Array.from({ length: 6 }, async (_, i) => ({ input: await cover(i === place ? p : await others(), 380, 300), left: 20 + (i % 3) * 400, top: 20 + Math.floor(i / 3) * 320 })));
      return asJpeg(sharp({ create: { width: 1220, height: 660, channels: 3, background: WHITE } }).composite(tiles), 85);
    },
  },
  {
    name: 'overlap 31 %', only: /(^|\/)(microscopy|blots)_/,
    async make(p, _, others) {
      // A field beside the registered one: its top left corner is the other's bottom right, 31 % of the area; the rest is another specimen.
      const side = Math.sqrt(0.31);
      const [w, h] = [Math.round(p.width * side), Math.round(p.height * side)];
      const shared = await from(p).extract({ left: p.width - w, top: p.height - h, width: w, height: h }).png().toBuffer();
      return asJpeg(sharp(await cover(await others(), p.width, p.height)).composite([{ input: shared, left: 0, top: 0 }]), 85);
    },
  },
  {
    name: 'printed and scanned',
    async make(p, random) {
      const small = await settled(from(p).resize(Math.max(48, Math.round(p.width * 0.7))).blur(0.8));
      const turned = await settled(small.rotate(between(random, -2, 2), { background: WHITE }));
      return asJpeg(turned.linear(0.85, 18), 60);
    },
  },
];

/** Corners moved inwards by up to a sixth; bilinear. */
async function perspective({ width, height, data }: RgbImage, random: Random): Promise<Uint8Array> {
  const inset = (side: number): number => random.next() * (side / 6);
  const corners = [[inset(width), inset(height)], [width - inset(width), inset(height)], [width - inset(width), height - inset(height)], [inset(width), height - inset(height)]] as const;
  const m = squareTo(corners);
  const out = new Uint8Array(width * height * 3).fill(255);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const [u, v] = inverseAt(m, x + 0.5, y + 0.5);
    const [px, py] = [u * width - 0.5, v * height - 0.5];
    if (px < 0 || py < 0 || px >= width - 1 || py >= height - 1) continue;
    const [ix, iy] = [Math.floor(px), Math.floor(py)];
    const [fx, fy] = [px - ix, py - iy];
    for (let c = 0; c < 3; c++) {
      const at = (dx: number, dy: number): number => data[((iy + dy) * width + ix + dx) * 3 + c] ?? 0;
      out[(y * width + x) * 3 + c] = (at(0, 0) * (1 - fx) + at(1, 0) * fx) * (1 - fy) + (at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy;
    }
  }
  return asJpeg(sharp(out, { raw: { width, height, channels: 3 } }), 85);
}

type Corner = readonly [number, number];

/** Unit square → quadrilateral. Source: Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, §2.2.3. */
function squareTo([p0, p1, p2, p3]: readonly [Corner, Corner, Corner, Corner]): readonly number[] {
  const [dx1, dx2, sx] = [p1[0] - p2[0], p3[0] - p2[0], p0[0] - p1[0] + p2[0] - p3[0]];
  const [dy1, dy2, sy] = [p1[1] - p2[1], p3[1] - p2[1], p0[1] - p1[1] + p2[1] - p3[1]];
  const det = dx1 * dy2 - dx2 * dy1;
  const [g, h] = [(sx * dy2 - dx2 * sy) / det, (dx1 * sy - sx * dy1) / det];
  return [p1[0] - p0[0] + g * p1[0], p3[0] - p0[0] + h * p3[0], p0[0], p1[1] - p0[1] + g * p1[1], p3[1] - p0[1] + h * p3[1], p0[1], g, h, 1];
}

function inverseAt(m: readonly number[], x: number, y: number): [number, number] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = m;
  const [A, B, C] = [e * i - f * h, c * h - b * i, b * f - c * e];
  const [D, E, F] = [f * g - d * i, a * i - c * g, c * d - a * f];
  const [G, H, I] = [d * h - e * g, b * g - a * h, a * e - b * d];
  const w = G * x + H * y + I;
  return [(A * x + B * y + C) / w, (D * x + E * y + F) / w];
}

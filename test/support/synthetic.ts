/** Seeded pictures with texture rich enough for keypoints: micrographs, blots, stained tissue, photos. Edits with truth: synthetic-edit.ts. */
import { image, type GrayImage, type RgbImage } from '../../src/core/image.ts';
import { seededRandom, type Random } from '../../src/core/random.ts';
import { between, gaussian } from './random.ts';

export { blur, box, crop, encodeJpeg, encodePng, flat, jpeg, noise, paste, rasterize, similarity, tone, toGray, toLuma, toRgb, transformRegion, warp } from './synthetic-edit.ts';

/** Fluorescent nuclei and fibres on a dark ground, with camera noise. */
export function micrograph(seed: number | string, width: number, height: number): GrayImage {
  const random = seededRandom(`micrograph/${seed}`);
  const grain = fractalNoise(random.fork('grain'), width, height, 9, 3);
  const haze = fractalNoise(random.fork('haze'), width, height, 90, 2);
  const light = new Float32Array(width * height);
  for (let i = 0; i < light.length; i++) light[i] = 22 + 14 * (haze[i] ?? 0);
  const cells = Math.round((width * height) / 1200);
  for (let k = 0; k < cells; k++) addCell(light, grain, { width, height, random, level: between(random, 50, 170) });
  for (let k = 0; k < cells / 6; k++) addFibre(light, { width, height, random, level: between(random, 15, 60) });
  return developed(light, width, height, random.fork('camera'), 2.5);
}

/** A western blot: rows of bands in lanes on a light, grainy membrane. Bands are smooth and alike, as in life. `even`: as strong as one another, like a loading control. */
export function blot(seed: number | string, width: number, height: number, { lanes = 6, rows = 2, even = false }: { readonly lanes?: number; readonly rows?: number; readonly even?: boolean } = {}): GrayImage {
  const random = seededRandom(`blot/${seed}`);
  const cloud = fractalNoise(random.fork('cloud'), width, height, 60, 2);
  const grain = fractalNoise(random.fork('grain'), width, height, 4, 2);
  const light = new Float32Array(width * height);
  for (let i = 0; i < light.length; i++) light[i] = 205 + 14 * (cloud[i] ?? 0) + 6 * (grain[i] ?? 0);
  for (let row = 0; row < rows; row++) {
    for (let lane = 0; lane < lanes; lane++) {
      const cx = ((lane + 0.5 + between(random, -0.08, 0.08)) * width) / lanes;
      const cy = ((row + 0.5 + between(random, -0.12, 0.12)) * height) / rows;
      addBand(light, grain, { width, height, random, cx, cy, halfWidth: (between(random, 0.28, 0.42) * width) / lanes, halfHeight: (between(random, 0.07, 0.15) * height) / rows, even });
    }
  }
  return developed(light, width, height, random.fork('camera'), 1.5);
}

/** Stained tissue in violet and rose. */
export function tissue(seed: number | string, width: number, height: number): RgbImage {
  const random = seededRandom(`tissue/${seed}`);
  const [stroma, nuclei, fine] = [fractalNoise(random.fork('a'), width, height, 48, 4), fractalNoise(random.fork('b'), width, height, 14, 2), fractalNoise(random.fork('c'), width, height, 5, 2)];
  const data = new Uint8Array(width * height * 3);
  const camera = random.fork('camera');
  for (let i = 0; i < width * height; i++) {
    const violet = 1 / (1 + Math.exp(-9 * ((nuclei[i] ?? 0) - 0.25)));
    const rose = 0.5 + 0.35 * (stroma[i] ?? 0) + 0.2 * (fine[i] ?? 0);
    const shade = 2 * gaussian(camera);
    data[i * 3] = clamp(236 - 40 * rose - 105 * violet + shade);
    data[i * 3 + 1] = clamp(214 - 90 * rose - 95 * violet + shade);
    data[i * 3 + 2] = clamp(232 - 50 * rose - 45 * violet + shade);
  }
  return image(width, height, 3, data);
}

/** A scene: sky, ground and objects with edges; colour everywhere. */
export function photo(seed: number | string, width: number, height: number): RgbImage {
  const random = seededRandom(`photo/${seed}`);
  const texture = fractalNoise(random.fork('texture'), width, height, 30, 5);
  const data = new Uint8Array(width * height * 3);
  const things = Array.from({ length: 24 }, () => ({
    x: between(random, 0, width), y: between(random, height * 0.2, height), w: between(random, 0.04, 0.2) * width, h: between(random, 0.04, 0.25) * height,
    round: random.next() < 0.4, colour: [between(random, 30, 230), between(random, 30, 230), between(random, 30, 230)] as const,
  }));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const t = texture[y * width + x] ?? 0;
      let colour: readonly [number, number, number] = y < height * 0.4 ? [120 + 30 * t, 160 + 25 * t, 215 + 15 * t] : [110 + 50 * t, 120 + 55 * t, 70 + 40 * t];
      for (const { x: cx, y: cy, w, h, round, colour: own } of things) {
        const [u, v] = [Math.abs(x - cx) / w, Math.abs(y - cy) / h];
        if (round ? u * u + v * v < 0.25 : Math.max(u, v) < 0.5) colour = [own[0] + 25 * t, own[1] + 25 * t, own[2] + 25 * t];
      }
      for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = clamp((colour[c] ?? 0) + 2 * gaussian(random));
    }
  }
  return image(width, height, 3, data);
}

/** Sum of smooth value-noise lattices, about zero, mostly in [−1, 1]. @param cell px between lattice points of the coarsest octave. */
export function fractalNoise(random: Random, width: number, height: number, cell: number, octaves: number): Float32Array {
  const out = new Float32Array(width * height);
  for (let octave = 0, size = cell, amplitude = 1; octave < octaves; octave++, size = Math.max(1.5, size / 2), amplitude *= 0.6) {
    const columns = Math.ceil(width / size) + 2;
    const lattice = Float32Array.from({ length: columns * (Math.ceil(height / size) + 2) }, () => gaussian(random) * 0.6);
    for (let y = 0; y < height; y++) {
      const gy = Math.floor(y / size);
      const ty = smooth(y / size - gy);
      for (let x = 0; x < width; x++) {
        const gx = Math.floor(x / size);
        const tx = smooth(x / size - gx);
        const at = gy * columns + gx;
        const top = (lattice[at] ?? 0) * (1 - tx) + (lattice[at + 1] ?? 0) * tx;
        const bottom = (lattice[at + columns] ?? 0) * (1 - tx) + (lattice[at + columns + 1] ?? 0) * tx;
        out[y * width + x] = (out[y * width + x] ?? 0) + amplitude * (top * (1 - ty) + bottom * ty);
      }
    }
  }
  return out;
}

interface Ground { readonly width: number; readonly height: number; readonly random: Random }

function addCell(light: Float32Array, grain: Float32Array, { width, height, random, level }: Ground & { readonly level: number }): void {
  const [cx, cy, a] = [between(random, 0, width), between(random, 0, height), between(random, 4, 15)];
  const [b, angle] = [a * between(random, 0.55, 1), between(random, 0, Math.PI)];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let y = Math.max(0, Math.floor(cy - a - 3)); y < Math.min(height, cy + a + 3); y++) {
    for (let x = Math.max(0, Math.floor(cx - a - 3)); x < Math.min(width, cx + a + 3); x++) {
      const [u, v] = [((x - cx) * cos + (y - cy) * sin) / a, ((y - cy) * cos - (x - cx) * sin) / b];
      const edge = 1 / (1 + Math.exp(6 * (Math.hypot(u, v) - 1)));
      const i = y * width + x;
      light[i] = (light[i] ?? 0) + level * edge * (0.75 + 0.45 * (grain[i] ?? 0));
    }
  }
}

function addFibre(light: Float32Array, { width, height, random, level }: Ground & { readonly level: number }): void {
  let [x, y, angle] = [between(random, 0, width), between(random, 0, height), between(random, 0, 2 * Math.PI)];
  for (let step = 0; step < 120; step++) {
    angle += between(random, -0.18, 0.18);
    x += Math.cos(angle);
    y += Math.sin(angle);
    for (let j = -2; j <= 2; j++) {
      for (let i = -2; i <= 2; i++) {
        const [px, py] = [Math.round(x) + i, Math.round(y) + j];
        if (px < 0 || py < 0 || px >= width || py >= height) continue;
        light[py * width + px] = (light[py * width + px] ?? 0) + level * 0.35 * Math.exp(-((px - x) ** 2 + (py - y) ** 2) / 1.6);
      }
    }
  }
}

interface Band extends Ground { readonly cx: number; readonly cy: number; readonly halfWidth: number; readonly halfHeight: number; readonly even: boolean }

function addBand(light: Float32Array, grain: Float32Array, { width, height, random, cx, cy, halfWidth, halfHeight, even }: Band): void {
  const [depth, tilt, smile] = [even ? between(random, 118, 150) : between(random, 60, 165), between(random, -0.06, 0.06), between(random, -0.2, 0.2)];
  const [left, right] = [between(random, 2.5, 6), between(random, 2.5, 6)];
  for (let y = Math.max(0, Math.floor(cy - 4 * halfHeight)); y < Math.min(height, cy + 4 * halfHeight); y++) {
    for (let x = Math.max(0, Math.floor(cx - 1.5 * halfWidth)); x < Math.min(width, cx + 1.5 * halfWidth); x++) {
      const u = (x - cx) / halfWidth;
      const v = (y - cy - tilt * (x - cx) - smile * halfHeight * u * u) / halfHeight;
      const across = 1 / (1 + Math.exp((u < 0 ? left : right) * 2 * (Math.abs(u) - 0.9)));
      const i = y * width + x;
      light[i] = (light[i] ?? 0) - depth * across * Math.exp(-(Math.abs(v) ** 2.4)) * (1 + 0.12 * (grain[i] ?? 0));
    }
  }
}

/** Optics, then the camera: a 3 × 3 binomial blur, then noise. */
function developed(light: Float32Array, width: number, height: number, random: Random, sigma: number): GrayImage {
  const at = (x: number, y: number): number => light[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 0;
  const row = (x: number, y: number): number => 0.25 * at(x - 1, y) + 0.5 * at(x, y) + 0.25 * at(x + 1, y);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data[y * width + x] = clamp(0.25 * row(x, y - 1) + 0.5 * row(x, y) + 0.25 * row(x, y + 1) + sigma * gaussian(random));
  }
  return image(width, height, 1, data);
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

function clamp(v: number): number {
  return Math.max(0, Math.min(255, Math.round(v)));
}

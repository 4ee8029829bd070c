/** The 75 attacks of the battery. Each is seeded by image and attack; sides of pictures are in px of the marked image. */
import sharp from 'sharp';
import type { RgbImage } from '../../src/core/image.ts';
import type { Random } from '../../src/core/random.ts';
import { bend, crop, perspective, rotate, rotateInside } from './geometry.ts';
import { bilateral, gaussianNoise, quantise, saltAndPepper } from './pixels.ts';
import { appFilter, border, halfPage, logo, meme, photoOfScreen, printScan, screenshot, textOver } from './scenes.ts';
import { curve, fromSharp, jpeg, limit, resize, toSharp, zoom } from './raster.ts';

export type Family = 'none' | 'compression' | 'resize' | 'crop' | 'geometry' | 'tone' | 'noise' | 'filters' | 'overlays' | 'scenes' | 'chains';

export interface Attack {
  readonly name: string;
  readonly family: Family;
  apply(rgb: RgbImage, random: Random): RgbImage | Promise<RgbImage>;
}

const of = (family: Family, entries: Readonly<Record<string, Attack['apply']>>): Attack[] => Object.entries(entries).map(([name, apply]) => ({ name, family, apply }));
const through = async (buffer: Promise<Buffer>): Promise<RgbImage> => fromSharp(sharp(await buffer));
const social = async (rgb: RgbImage): Promise<RgbImage> => jpeg(await limit(rgb, 1080), 70);

export const ATTACKS: readonly Attack[] = [
  ...of('none', { none: (rgb) => rgb }),
  ...of('compression', {
    ...Object.fromEntries([95, 90, 75, 50, 30, 20, 10].map((q): [string, Attack['apply']] => [`jpeg ${q}`, (rgb) => jpeg(rgb, q)])),
    'jpeg five times': async (rgb) => {
      let out = rgb;
      for (const q of [85, 75, 90, 70, 80]) out = await jpeg(out, q);
      return out;
    },
    'webp 50': (rgb) => through(toSharp(rgb).webp({ quality: 50 }).toBuffer()),
    'avif 50': (rgb) => through(toSharp(rgb).avif({ quality: 50, effort: 1 }).toBuffer()),
    'gif 256': (rgb) => through(toSharp(rgb).gif({ effort: 1 }).toBuffer()),
  }),
  ...of('resize', {
    'resize 75': (rgb) => zoom(rgb, 0.75), 'resize 50': (rgb) => zoom(rgb, 0.5), 'resize 25': (rgb) => zoom(rgb, 0.25), 'resize 150': (rgb) => zoom(rgb, 1.5),
    'resize 50 and back': async (rgb) => resize(await zoom(rgb, 0.5), rgb.width, rgb.height), 'longest side 320': (rgb) => limit(rgb, 320),
  }),
  ...of('crop', Object.fromEntries([75, 50, 25, 10, 5].map((share) => [`crop ${share}`, (rgb: RgbImage, random: Random) => crop(rgb, share / 100, random)]))),
  ...of('geometry', {
    ...Object.fromEntries([1, 5, 15, 45].map((degrees) => [`rotate ${degrees}`, (rgb: RgbImage) => rotate(rgb, degrees)])),
    'rotate 90': (rgb) => fromSharp(toSharp(rgb).rotate(90)), 'rotate 180': (rgb) => fromSharp(toSharp(rgb).rotate(180)), 'rotate 2 inside': (rgb) => rotateInside(rgb, 2),
    mirror: (rgb) => fromSharp(toSharp(rgb).flop()), 'perspective 5': (rgb, random) => perspective(rgb, 0.05, random), 'perspective 12': (rgb, random) => perspective(rgb, 0.12, random),
    'width 80': (rgb) => resize(rgb, rgb.width * 0.8, rgb.height), 'height 70': (rgb) => resize(rgb, rgb.width, rgb.height * 0.7), bending: (rgb, random) => bend(rgb, 0.006, random),
  }),
  ...of('tone', {
    'brightness 1.25': (rgb) => curve(rgb, (v) => v * 1.25), 'brightness 0.75': (rgb) => curve(rgb, (v) => v * 0.75),
    'contrast 0.6': (rgb) => curve(rgb, (v) => 128 + 0.6 * (v - 128)), 'contrast 1.5': (rgb) => curve(rgb, (v) => 128 + 1.5 * (v - 128)),
    'gamma 0.6': (rgb) => curve(rgb, (v) => 255 * (v / 255) ** 0.6), 'gamma 1.6': (rgb) => curve(rgb, (v) => 255 * (v / 255) ** 1.6),
    'saturation 1.6': (rgb) => fromSharp(toSharp(rgb).modulate({ saturation: 1.6 })), grey: (rgb) => fromSharp(toSharp(rgb).greyscale()), 'hue 30': (rgb) => fromSharp(toSharp(rgb).modulate({ hue: 30 })),
    clahe: (rgb) => fromSharp(toSharp(rgb).clahe({ width: Math.ceil(rgb.width / 8), height: Math.ceil(rgb.height / 8), maxSlope: 3 })),
    inversion: (rgb) => curve(rgb, (v) => 255 - v), '16 levels': (rgb) => quantise(rgb, 16),
  }),
  ...of('noise', {
    'noise 5': (rgb, random) => gaussianNoise(rgb, 5, random), 'noise 10': (rgb, random) => gaussianNoise(rgb, 10, random), 'noise 20': (rgb, random) => gaussianNoise(rgb, 20, random),
    'salt and pepper 2': (rgb, random) => saltAndPepper(rgb, 0.02, random),
  }),
  ...of('filters', {
    'blur 1': (rgb) => fromSharp(toSharp(rgb).blur(1)), 'blur 2': (rgb) => fromSharp(toSharp(rgb).blur(2)), 'blur 3': (rgb) => fromSharp(toSharp(rgb).blur(3)),
    'median 3': (rgb) => fromSharp(toSharp(rgb).median(3)), 'median 5': (rgb) => fromSharp(toSharp(rgb).median(5)),
    unsharp: (rgb) => fromSharp(toSharp(rgb).sharpen({ sigma: 1.2, m1: 1.2, m2: 1.2 })), bilateral: (rgb) => bilateral(rgb),
  }),
  ...of('overlays', { 'text 20': (rgb, random) => textOver(rgb, random), 'logo 20': (rgb, random) => logo(rgb, random), 'border 10': (rgb) => border(rgb, 0.1) }),
  ...of('scenes', {
    screenshot, 'half page': halfPage, 'print and scan': printScan, 'photo of a screen': photoOfScreen, 'app filter': appFilter,
  }),
  ...of('chains', {
    '1080 + jpeg 70': (rgb) => social(rgb),
    'crop 50 + half + jpeg 50': async (rgb, random) => jpeg(await zoom(crop(rgb, 0.5, random), 0.5), 50),
    'crop 25 + jpeg 30': (rgb, random) => jpeg(crop(rgb, 0.25, random), 30),
    'rotate 5 inside + jpeg 70': (rgb) => jpeg(rotateInside(rgb, 5), 70),
    'mirror + 75 + jpeg 60': async (rgb) => jpeg(await zoom(await fromSharp(toSharp(rgb).flop()), 0.75), 60),
    'perspective 5 + social': (rgb, random) => social(perspective(rgb, 0.05, random)),
    meme, 'app filter + crop + half': async (rgb, random) => zoom(crop(await appFilter(rgb, random), 0.6, random), 0.5),
  }),
];

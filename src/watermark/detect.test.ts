import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { image, type LumaImage, type RgbImage } from '../core/image.ts';
import { seededRandom } from '../core/random.ts';
import { applyTo } from '../core/geometry.ts';
import { flat, photo, toRgb } from '../../test/support/synthetic.ts';
import { detectMarks } from './detect.ts';
import { embedMark } from './embed.ts';
import type { Embedding, LumaRows } from './engine.types.ts';
import { prepareHost } from './prepare-host.ts';

const WIDTH = 900;
const HEIGHT = 640;
const PAYLOAD = 0xc0ffee;
const MAX = 2 ** 24 - 1;

function keyOf(seed: string): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: 32 }, () => random.int(256));
}

function luma({ width, height, data }: RgbImage): LumaImage {
  return image(width, height, 1, Float32Array.from({ length: width * height }, (_, i) => 0.299 * (data[3 * i] ?? 0) + 0.587 * (data[3 * i + 1] ?? 0) + 0.114 * (data[3 * i + 2] ?? 0)));
}

function rowsOf({ width, height, data }: LumaImage): LumaRows {
  return { width, height, read: (y, out) => out.set(data.subarray(y * width, (y + 1) * width)) };
}

function add(rgb: RgbImage, { delta }: Embedding): RgbImage {
  const row = new Float32Array(rgb.width);
  const out = new Uint8ClampedArray(rgb.data.length);
  for (let y = 0; y < rgb.height; y++) {
    delta.read(y, row);
    for (let i = 0; i < rgb.width * 3; i++) out[y * rgb.width * 3 + i] = (rgb.data[y * rgb.width * 3 + i] ?? 0) + (row[Math.floor(i / 3)] ?? 0);
  }
  return image(rgb.width, rgb.height, 3, new Uint8Array(out.buffer));
}

function embedded(rgb: RgbImage, key: Uint8Array, payload = 0, maxPayload = 0): Embedding {
  const outcome = embedMark({ source: rowsOf(luma(rgb)), key, payload, maxPayload });
  if (outcome.refused !== undefined) throw new Error(`refused: ${outcome.refused} ${JSON.stringify(outcome.figures)}`);
  return outcome;
}

const pixels = ({ width, height, data }: RgbImage): Sharp => sharp(data, { raw: { width, height, channels: 3 } });

async function query(source: Sharp, quality: number): Promise<LumaImage> {
  const { data, info } = await sharp(await source.jpeg({ quality }).toBuffer()).raw().toBuffer({ resolveWithObject: true });
  return luma(image(info.width, info.height, 3, new Uint8Array(data)));
}

const original = photo('lighthouse', WIDTH, HEIGHT);
const key = keyOf('the key');
const embedding = embedded(original, key, PAYLOAD, MAX);
const marked = add(original, embedding);
const host = prepareHost({ design: embedding.design, luma: embedding.canonical });

describe('a marked photo', () => {
  test('is at the strength asked for', () => {
    const error = marked.data.reduce((sum, v, i) => sum + (v - (original.data[i] ?? 0)) ** 2, 0) / marked.data.length;

    expect(10 * Math.log10(255 ** 2 / error)).toBeGreaterThan(44.8);
    expect(10 * Math.log10(255 ** 2 / error)).toBeLessThan(46);
  });

  test('is the same twice', () => {
    expect(add(original, embedded(original, key, PAYLOAD, MAX)).data).toEqual(marked.data);
  });

  test.each([
    ['as it is', (p: Sharp) => p, 95], ['JPEG 50 at half size', (p: Sharp) => p.resize(WIDTH / 2), 50], ['a quarter of it', (p: Sharp) => p.extract({ left: 210, top: 250, width: 450, height: 320 }), 80],
    ['turned by 7 deg', (p: Sharp) => p.rotate(7, { background: 'white' }), 80], ['mirrored', (p: Sharp) => p.flop(), 80], ['inverted', (p: Sharp) => p.negate(), 80],
  ] as const)('is found with its payload: %s', async (_, attack, quality) => {
    const { keys, best, comparable } = detectMarks({ query: await query(attack(pixels(marked)), quality), host, keys: [{ key: keyOf('another') }, { key }] });

    expect(comparable).toBe(true);
    expect(best).toBe(1);
    expect(keys[0]?.marked).toBe(false);
    expect(keys[1]).toMatchObject({ marked: true, payload: PAYLOAD, ambiguous: false });
  });

  test('is laid over its original', async () => {
    const { transform } = detectMarks({ query: await query(pixels(marked).extract({ left: 210, top: 250, width: 450, height: 320 }).resize(300), 85), host, keys: [{ key }] });

    const middle = transform && applyTo(transform, { x: 150, y: 106.7 });
    expect(middle?.x).toBeCloseTo(435, -0.5);
    expect(middle?.y).toBeCloseTo(410, -0.5);
  });

  test('says nothing for another image', async () => {
    const { keys, comparable, best } = detectMarks({ query: await query(pixels(photo('somewhere else', WIDTH, HEIGHT)), 90), host, keys: [{ key }] });

    expect(comparable).toBe(false);
    expect(best).toBeUndefined();
    expect(keys[0]?.marked).toBe(false);
  });

  test('is found under its key among many, in one pass', () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ key: i === 217 ? key : keyOf(`copy ${i}`) }));

    expect(detectMarks({ query: luma(marked), host, keys: many })).toMatchObject({ best: 217 });
  });

  test('with a payload limit below what was laid is found without a wrong payload being named', () => {
    const { keys } = detectMarks({ query: luma(marked), host, keys: [{ key }], payloadMax: 1000 });

    expect(keys[0]?.payload).not.toBe(PAYLOAD);
    expect(keys[0]?.payload === undefined || keys[0].payload <= 1000).toBe(true);
  });
});

test('the unmarked photo shows no key, and what chance gives stays below the bound', () => {
  const others = Array.from({ length: 400 }, (_, i) => ({ key: keyOf(`chance ${i}`), maxPayload: 0 }));

  const { keys, comparable } = detectMarks({ query: luma(original), host, keys: [{ key, maxPayload: 0 }, ...others] });

  expect(comparable).toBe(true);
  expect(keys.some(({ marked: yes }) => yes)).toBe(false);
  // x is the larger of at most six standard normals, nearly equal ones: P(x > 2.4) ≤ 6 · 3.18 · Q(2.4) = 0.16.
  expect(keys.filter(({ x }) => x > 2.4).length / keys.length).toBeLessThan(0.16);
});

test('the mean of five copies names all five and no other', () => {
  const copies = Array.from({ length: 5 }, (_, i) => keyOf(`recipient ${i}`));
  const all = copies.map((own) => add(original, embedded(original, own)));
  const mean = image(WIDTH, HEIGHT, 3, all[0]?.data.map((_, i) => Math.round(all.reduce((sum, { data }) => sum + (data[i] ?? 0), 0) / 5)) ?? new Uint8Array(0));

  const { keys } = detectMarks({ query: luma(mean), host, keys: [...copies, ...Array.from({ length: 100 }, (_, i) => keyOf(`innocent ${i}`))].map((own) => ({ key: own, maxPayload: 0 })) });

  expect(keys.map(({ marked: yes }) => yes)).toEqual(keys.map((_, i) => i < 5));
});

test('copies of one key with two payloads, mixed, name nobody by the payload', () => {
  const pair = [0x111111, 0x222222].map((payload) => add(original, embedded(original, key, payload, MAX)));
  const mixed = image(WIDTH, HEIGHT, 3, pair[0]?.data.map((v, i) => Math.round((v + (pair[1]?.data[i] ?? 0)) / 2)) ?? new Uint8Array(0));

  expect(detectMarks({ query: luma(mixed), host, keys: [{ key }] }).keys[0]).toMatchObject({ marked: true, ambiguous: true });
});

test('flat and small images are refused with figures', () => {
  expect(embedMark({ source: rowsOf(luma(toRgb(flat(600, 400, 129)))), key })).toMatchObject({ refused: 'too-flat', figures: { flatShare: 1 } });
  expect(embedMark({ source: rowsOf(image(100, 400, 1, new Float32Array(40_000).fill(9))), key })).toMatchObject({ refused: 'too-small', figures: { width: 100, height: 400 } });
});

test('keys, payloads and strengths that cannot be are programming mistakes', () => {
  const source = rowsOf(luma(original));

  expect(() => embedMark({ source, key: new Uint8Array(16) })).toThrow(RangeError);
  expect(() => embedMark({ source, key, payload: 1 })).toThrow(RangeError);
  expect(() => embedMark({ source, key, maxPayload: 2 ** 24 })).toThrow(RangeError);
  expect(() => embedMark({ source, key, strength: 10 })).toThrow(RangeError);
});

import { describe, expect, test } from 'vitest';
import { encodePng } from '../encode.ts';
import { decodeImage } from '../decode.ts';
import { solid } from '../../../../test/hostile/intake-support/pictures.ts';
import { sanitizeSvg } from './sanitize.ts';

const NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
const svg = (inner: string, attributes = 'viewBox="0 0 100 50"'): Buffer => Buffer.from(`<?xml version="1.0"?><svg ${NS} ${attributes}>${inner}</svg>`);
const decode = async (bytes: Uint8Array): ReturnType<typeof decodeImage> => decodeImage(bytes, 'svg', { maxPixels: 1e7 });

describe('what is dropped and named', () => {
  test.each([
    ['a script', '<script>alert(1)</script>', 'svg-script'],
    ['a handler', '<rect width="9" height="9" onload="alert(1)"/>', 'svg-script'],
    ['foreign content', '<foreignObject><body><iframe src="http://x"/></body></foreignObject>', 'svg-foreign-object'],
    ['an image from outside', '<image href="http://x/y.png" width="9" height="9"/>', 'external-image'],
    ['a file', '<image xlink:href="file:///etc/passwd" width="9" height="9"/>', 'external-image'],
    ['an SVG within', '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>', 'external-image'],
    ['a document to use', '<use href="other.svg#a"/>', 'external-image'],
    ['an imported style', '<style>@import url("http://x/y.css"); rect { fill: red }</style>', 'external-image'],
    ['a font', '<style><![CDATA[@font-face { src: url(http://x/y.woff) }]]></style>', 'external-image'],
    ['a filter from outside', '<rect width="9" height="9" filter="url(http://x#f)"/>', 'external-image'],
  ])('%s', async (_, inner, note) => {
    const safe = sanitizeSvg(svg(inner));

    expect(safe.notes).toContain(note);
    expect(safe.body).not.toMatch(/alert|http:|file:|iframe|@import|svg\+xml|other\.svg/);
    expect((await decode(svg(inner))).notes).toContain(note);
  });
});

describe('what is refused', () => {
  test.each([
    ['entities', '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>', 'image/unsupported'],
    ['an unknown entity', `<svg ${NS} viewBox="0 0 9 9">&x;</svg>`, 'image/corrupt'],
    ['open elements', `<svg ${NS} viewBox="0 0 9 9"><rect>`, 'image/corrupt'],
    ['no size', `<svg ${NS} viewBox="0 0 0 9"/>`, 'image/corrupt'],
    ['a hair-thin size', `<svg ${NS} viewBox="0 0 1000000 1"/>`, 'image/corrupt'],
  ])('%s', async (_, text, code) => {
    await expect(decode(Buffer.from(text))).rejects.toMatchObject({ name: 'InputError', code });
  });

  test('too many elements', async () => {
    await expect(decode(svg('<g/>'.repeat(200_001)))).rejects.toMatchObject({ name: 'LimitError', code: 'image/too-many-pixels' });
  });
});

describe('what is painted', () => {
  test('the longest side is 2000 px, whatever the units', async () => {
    const sizes = await Promise.all(['viewBox="0 0 100 50"', 'width="4cm" height="2cm"', 'viewBox="5 5 10 20" width="1" height="1"', ''].map(async (attributes) => (await decode(svg('', attributes))).image));

    expect(sizes.map(({ width, height }) => [width, height])).toEqual([[2000, 1000], [2000, 1000], [1000, 2000], [2000, 1000]]);
  });

  test('shapes, styles, gradients and rasters inside it survive', async () => {
    const red = Buffer.from(await encodePng(solid(8, 8, [255, 0, 0]))).toString('base64');
    const inner = `<style>.b { fill: #0000ff }</style><defs><linearGradient id="g"><stop stop-color="#00ff00"/></linearGradient></defs>
      <rect class="b" width="25" height="50"/><rect x="25" width="25" height="50" fill="url(#g)"/>
      <image x="50" width="50" height="50" xlink:href="data:image/png;base64,${red}"/><text x="2" y="9">a &lt; b &amp; c</text>`;

    const { image, notes } = await decode(svg(inner));

    const at = (x: number): number[] => [...image.data.subarray((900 * 2000 + x) * 3, (900 * 2000 + x) * 3 + 3)];
    expect([at(250), at(750), at(1500), notes]).toEqual([[0, 0, 255], [0, 255, 0], [255, 0, 0], ['alpha']]);
  });

  test('a raster inside it that says it is enormous is dropped', () => {
    const bomb = Buffer.alloc(60);
    bomb.write('89504e470d0a1a0a0000000d49484452', 0, 'hex');
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);

    expect(sanitizeSvg(svg(`<image href="data:image/png;base64,${bomb.toString('base64')}"/>`)).notes).toEqual(['external-image']);
  });
});

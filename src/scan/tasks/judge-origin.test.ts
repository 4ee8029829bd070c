import { expect, test } from 'vitest';
import { encodePng } from '../../imaging/codecs/encode.ts';
import { sharp } from '../../imaging/codecs/vips.ts';
import { flat, micrograph, toRgb } from '../../../test/support/synthetic.ts';
import { judgeOrigin } from './judge-origin.ts';

const MAX = { maxPixels: 1e7 };
const noisy = toRgb(micrograph('origin', 420, 360));

test('a picture is scored, the same each time, with the places that were looked at', async () => {
  const bytes = await encodePng(noisy);

  const [first, second] = [await judgeOrigin({ bytes, format: 'png', ...MAX }), await judgeOrigin({ bytes, format: 'png', ...MAX })];

  expect(second).toEqual(first);
  expect(first.abstain).toBeUndefined();
  expect(first.reading?.score).toBeLessThan(first.reading?.least ?? 0);
  expect(first.reading?.patches.length).toBeGreaterThanOrEqual(4);
});

test('says why it does not judge: flat, small, compressed to blocks', async () => {
  const small = await encodePng(toRgb(micrograph('small', 120, 110)));
  const coarse = new Uint8Array(await sharp(Buffer.from(noisy.data), { raw: { width: 420, height: 360, channels: 3 } }).jpeg({ quality: 4 }).toBuffer());

  expect(await judgeOrigin({ bytes: await encodePng(toRgb(flat(300, 300, 90))), format: 'png', ...MAX })).toEqual({ class: 'blank', abstain: 'blank' });
  expect(await judgeOrigin({ bytes: small, format: 'png', ...MAX })).toMatchObject({ abstain: 'too-small' });
  expect(await judgeOrigin({ bytes: coarse, format: 'jpeg', ...MAX })).toMatchObject({ abstain: expect.stringMatching(/^too-|^drawn$|^text$|^chart$/) });
});

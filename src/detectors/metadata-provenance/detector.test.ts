import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { signImage } from '../../../test/support/content-credentials.ts';
import { exifBlock, withJpegSegment, withPngText } from '../../../test/support/metadata.ts';
import { encodePng, micrograph } from '../../../test/support/synthetic.ts';
import type { ImageFormat } from '../../core/media.ts';
import type { FileReading } from '../detector.ts';
import provenance from './detector.ts';

let png: Uint8Array;
let jpeg: Uint8Array;
let webp: Uint8Array;

beforeAll(async () => {
  png = new Uint8Array(await encodePng(micrograph('origin', 64, 48)));
  jpeg = new Uint8Array(await sharp(png).jpeg().toBuffer());
  webp = new Uint8Array(await sharp(png).withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"/></rdf:RDF></x:xmpmeta>').webp().toBuffer());
});

const read = (bytes: Uint8Array, format: ImageFormat): Promise<FileReading> => provenance.detect({ bytes, format }, provenance.params);
const xmp = (inner: string): Uint8Array => Buffer.from(`http://ns.adobe.com/xap/1.0/\0<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${inner}</rdf:RDF></x:xmpmeta>`);

const A1111 = 'a lighthouse\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512';
const COMFY = JSON.stringify({ 3: { inputs: { seed: 1 }, class_type: 'KSampler' } });

describe('traces of generating programs', () => {
  test.each([
    ['AUTOMATIC1111', [['parameters', A1111]]],
    ['ComfyUI', [['prompt', COMFY]]],
    ['ComfyUI workflow', [['workflow', JSON.stringify({ last_node_id: 9, nodes: [] })]]],
    ['InvokeAI', [['invokeai_metadata', '{"model":"sdxl"}']]],
    ['NovelAI', [['Software', 'NovelAI']]],
    ['Midjourney', [['Description', 'a fox in snow --ar 3:2 --v 6.1 Job ID: 01234567-89ab-cdef-0123-456789abcdef']]],
  ] as const)('%s in the text of a PNG', async (_, texts) => {
    for (const packed of [false, true]) {
      const { generated, facts } = await read(withPngText(png, texts, { packed }), 'png');

      expect(generated?.score).toBe(0.99);
      expect(facts).toEqual([expect.objectContaining({ kind: 'generator', says: 'generated', value: texts[0][1] })]);
    }
  });

  test('AUTOMATIC1111 in the UserComment of a JPEG, in the byte order it is written', async () => {
    const exif = Buffer.concat([Buffer.from('Exif\0\0'), exifBlock([[0x0131, 'Some program 1.0']], A1111)]);

    const { generated, facts } = await read(withJpegSegment(jpeg, 0xe1, exif), 'jpeg');

    expect(generated?.score).toBe(0.99);
    expect(facts.map(({ kind, value }) => [kind, value])).toEqual([['editor', 'Some program 1.0'], ['generator', A1111]]);
  });

  test('ordinary texts with the same names say nothing', async () => {
    const texts = [['prompt', 'please print in colour'], ['parameters', 'Steps: see protocol 4'], ['workflow', '{"nodes": 3}'], ['Comment', 'taken with a stable diffusion chamber'], ['Description', 'figure 3']] as const;

    expect(await read(withPngText(png, texts), 'png')).toEqual({ facts: [] });
  });
});

describe('digital source types', () => {
  test('a composite in the XMP of a WebP', async () => {
    const { generated, facts } = await read(webp, 'webp');

    expect(generated?.score).toBe(0.9);
    expect(facts).toEqual([expect.objectContaining({ kind: 'digital-source-type', says: 'composite' })]);
  });

  test('a capture is shown and claims nothing, as are camera and editor', async () => {
    const exif = Buffer.concat([Buffer.from('Exif\0\0'), exifBlock([[0x010f, 'Nikon'], [0x0110, 'D850']])]);
    const packet = xmp('<rdf:Description xmlns:xmp="x"><xmp:CreatorTool>Adobe Photoshop 25.1</xmp:CreatorTool><Iptc4xmpExt:DigitalSourceType rdf:resource="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"/></rdf:Description>');

    const { generated, facts } = await read(withJpegSegment(withJpegSegment(jpeg, 0xe1, packet), 0xe1, exif), 'jpeg');

    expect(generated).toBeUndefined();
    expect(facts.map(({ kind }) => kind).sort()).toEqual(['camera', 'camera', 'digital-source-type', 'editor']);
  });

  test('an XMP packet with a document type is not expanded', async () => {
    const packet = xmp('<!DOCTYPE x [<!ENTITY a "trainedAlgorithmicMedia">]><rdf:Description xmlns:i="x" i:DigitalSourceType="&a;"/>');

    expect((await read(withJpegSegment(jpeg, 0xe1, packet), 'jpeg')).generated).toBeUndefined();
  });
});

describe.each(['jpeg', 'png'] as const)('Content Credentials in a %s', (format) => {
  let signed: Uint8Array;
  beforeAll(async () => {
    signed = await signImage(format === 'jpeg' ? jpeg : png, format, 'trainedAlgorithmicMedia');
  });
  const validation = ({ facts }: FileReading): string | undefined => facts.find(({ field }) => field === 'C2PA validation')?.value;

  test('hold for the bytes that were signed, and say who signed and how it was made', async () => {
    const reading = await read(signed, format);

    expect(reading.generated?.score).toBe(0.99);
    expect(validation(reading)).toMatch(/hold/);
    expect(reading.facts).toEqual(expect.arrayContaining([
      expect.objectContaining({ field: 'C2PA signer', value: expect.stringContaining('Test generator') }),
      expect.objectContaining({ field: 'C2PA c2pa.created', says: 'generated', holds: true }),
    ]));
  });

  test('are broken when a byte of the image changes', async () => {
    const changed = signed.slice();
    const at = changed.length - 40;
    changed[at] = (changed[at] ?? 0) ^ 1;

    const reading = await read(changed, format);

    expect(validation(reading)).toBe('broken: assertion.dataHash.mismatch');
    expect(reading.generated?.score).toBe(0.5);
  });

  test('are broken when an assertion changes', async () => {
    const changed = signed.slice();
    const at = Buffer.from(changed).indexOf('Test model');
    changed[at] = 'B'.charCodeAt(0);

    expect(validation(await read(changed, format))).toMatch(/^broken: .*hashedURI\.mismatch/);
  });

  test('cut off anywhere give no error', async () => {
    for (let length = 0; length < signed.length; length += 97) await expect(read(signed.slice(0, length), format)).resolves.toBeDefined();
  });

  test('of a capture claim nothing', async () => {
    const captured = await signImage(format === 'jpeg' ? jpeg : png, format, 'digitalCapture');

    const reading = await read(captured, format);

    expect(validation(reading)).toMatch(/hold/);
    expect(reading.generated).toBeUndefined();
  });
});

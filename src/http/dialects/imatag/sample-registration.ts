/** The registration file of a picture of the demo, sealed to this server: what marking it here would have given. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { serverKeyPair } from '../../../registry/marks/key-pair.ts';
import type { Design } from '../../../watermark/engine.types.ts';
import type { PixelHash } from '../../../watermark/lmk/pixel-hash.ts';
import { writeRegistration } from '../../../watermark/lmk/registration.ts';
import type { HttpServices } from '../../services.ts';

interface DemoMark {
  /** Hex. */
  readonly key: string;
  /** As `pixelHashText`. */
  readonly pixels: string;
  readonly markedPixels: string;
  readonly design: Design;
}

/** Of no one registration in particular, so it is always the same. */
const ID = '01930000-0000-7000-8000-000000000001';

export async function sampleRegistration(file: string, folder: URL, { config, store }: Pick<HttpServices, 'config' | 'store'>): Promise<Uint8Array> {
  const read = (name: string): Promise<Buffer> => readFile(new URL(name, folder));
  const mark = (JSON.parse(String(await read('marks.json'))) as Readonly<Record<string, DemoMark>>)[file];
  if (!mark) throw new RangeError(`${file} is no marked picture of the demo`);
  const { publicKey } = await serverKeyPair(config, () => store);
  return writeRegistration({
    kind: 'full', id: ID, created: 0, design: mark.design, key: { key: Uint8Array.from(Buffer.from(mark.key, 'hex')) }, original: hashOf(mark.pixels), marked: hashOf(mark.markedPixels),
    fileSha256: createHash('sha256').update(await read(file)).digest(), orientation: 1, mime: 'image/jpeg', thumb: Uint8Array.from(await read(file.replace('.jpeg', '.thumb.jpeg'))), notes: [], tool: `touchstone ${config.version}`,
  }, publicKey, randomBytes);
}

function hashOf(text: string): PixelHash {
  const [scheme = '', hex = ''] = text.split(':');
  return { scheme: scheme === 'lmk-pix-1' ? scheme : 'lmk-jpg-1', digest: Uint8Array.from(Buffer.from(hex, 'hex')) };
}

/** Asks one image for the marks of one original. */
import { createHash } from 'node:crypto';
import { readJpeg } from '../../imaging/codecs/jpeg/read.ts';
import { detectMarks as detect } from '../../watermark/detect.ts';
import type { Design, Detection, MarkKey } from '../../watermark/engine.types.ts';
import { jpegLuma } from '../../watermark/files/jpeg-luma.ts';
import { lumaPlane } from '../../watermark/files/luma-plane.ts';
import { keyOf, type KeySource } from '../../watermark/lmk/mark-key.ts';
import { prepareHost, type Host } from '../../watermark/prepare-host.ts';
import { readLuma } from './read-luma.ts';

export interface DetectInput {
  /** Encoded image in question. */
  readonly query: Uint8Array;
  readonly design: Design;
  /** Encoded: the thumb of a registration, or the unmarked original itself. */
  readonly host: { readonly kind: 'thumb' | 'original'; readonly bytes: Uint8Array };
  readonly keys: readonly { readonly source: KeySource; readonly maxPayload: number }[];
  /** Passphrase for keys that are made from one. */
  readonly secret?: string;
  readonly payloadMax?: number;
  /** px. */
  readonly maxPixels: number;
}

export interface DetectOutput extends Omit<Detection, 'keys'> {
  /** In the order of the keys; undefined: the passphrase for it is missing or wrong. */
  readonly keys: readonly (Detection['keys'][number] | undefined)[];
}

/** Hosts that are kept for the next query. */
const KEPT = 4;
const hosts = new Map<string, Promise<Host>>();

/** @throws {InputError | LimitError} `image/…`: query or original cannot be read. */
export async function detectMarks({ query, design, host, keys, secret, payloadMax, maxPixels }: DetectInput): Promise<DetectOutput> {
  const known = keys.flatMap(({ source, maxPayload }, i): { readonly i: number; readonly key: MarkKey }[] => {
    const key = keyOf(source, secret);
    return key ? [{ i, key: { key, maxPayload } }] : [];
  });
  if (known.length === 0) return { comparable: false, keys: keys.map(() => undefined), trials: 0 };
  const found = detect({ query: await readLuma(query, maxPixels), host: await hostOf(design, host, maxPixels), keys: known.map(({ key }) => key), ...(payloadMax === undefined ? {} : { payloadMax }) });
  const answers = new Map(known.map(({ i }, n) => [i, found.keys[n]]));
  const best = found.best === undefined ? undefined : known[found.best]?.i;
  const { keys: _, best: __, ...rest } = found;
  return { ...rest, keys: keys.map((___, i) => answers.get(i)), ...(best === undefined ? {} : { best }) };
}

/** What queries against one original share is worked out once a thread; it depends on nothing but the bytes. */
async function hostOf(design: Design, { kind, bytes }: DetectInput['host'], maxPixels: number): Promise<Host> {
  const name = `${createHash('sha256').update(bytes).digest('hex')} ${kind} ${JSON.stringify(design)}`;
  const kept = hosts.get(name);
  if (kept) return kept;
  const made = (async () => prepareHost({ design, luma: kind === 'thumb' ? lumaPlane(jpegLuma(readJpeg(bytes, { maxPixels }))) : await readLuma(bytes, maxPixels) }))();
  const [oldest] = hosts.keys();
  if (hosts.size >= KEPT && oldest !== undefined) hosts.delete(oldest);
  hosts.set(name, made);
  made.catch(() => hosts.delete(name));
  return made;
}

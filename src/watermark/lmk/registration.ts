/** What a registration file says: which original, which mark, which key. Kept as CBOR inside the envelope. */
import type { KeyObject } from 'node:crypto';
import type { Design } from '../engine.types.ts';
import { decodeCbor, encodeCbor, invalid, type Cbor, type CborMap } from './cbor.ts';
import { seal, unseal, type RandomBytes } from './jwe.ts';
import { isBearable, type KeySource } from './mark-key.ts';
import type { PixelHash } from './pixel-hash.ts';

export interface Registration {
  /** `full` brings a small copy of the unmarked original; `transactional` leans on one registered before. */
  readonly kind: 'full' | 'transactional';
  /** UUID, version 7. */
  readonly id: string;
  /** ms since 1970. */
  readonly created: number;
  readonly design: Design;
  readonly key: KeySource;
  /** Only where the design allows one. */
  readonly payload?: number;
  readonly original: PixelHash;
  readonly marked: PixelHash;
  /** SHA-256 of the marked file, 32 bytes. */
  readonly fileSha256: Uint8Array;
  /** Exif orientation in [1, 8]. */
  readonly orientation: number;
  readonly mime: string;
  /** JPEG of the unmarked original on the canonical grid or half of it; with `full` only. */
  readonly thumb?: Uint8Array;
  /** What marking did to the file beside the pixels: `c2pa-invalid`, `previews-removed`, … */
  readonly notes: readonly string[];
  readonly tool: string;
}

const VERSION = 1;
/** The map's keys; 12 is kept free for a perceptual hash. */
const F = { version: 1, kind: 2, id: 3, created: 4, design: 5, key: 6, payload: 7, original: 8, marked: 9, file: 10, picture: 11, thumb: 13, notes: 14, tool: 15 } as const;
const SCHEMES = ['lmk-jpg-1', 'lmk-pix-1'] as const;
const KINDS = ['full', 'transactional'] as const;
const MIMES = ['image/jpeg', 'image/png', 'image/webp', 'image/tiff'] as const;
const MAX_PAYLOAD = 2 ** 24 - 1;
/** px; beyond any file that is read. */
const MAX_SIDE = 65_535;

/** The registration file. @param recipient the server's public key. */
export function writeRegistration(registration: Registration, recipient: KeyObject, random: RandomBytes): Uint8Array {
  return new TextEncoder().encode(seal(encodeCbor(toCbor(registration)), recipient, random));
}

/** @throws {InputError} `registration/invalid` — in the same words whatever is wrong. */
export function readRegistration(file: Uint8Array, own: KeyObject, ownId: string): Registration {
  return fromCbor(decodeCbor(unseal(file, own, ownId)));
}

export function toCbor({ kind, id, created, design, key, payload, original, marked, fileSha256, orientation, mime, thumb, notes, tool }: Registration): CborMap {
  const map = new Map<number, Cbor>([
    [F.version, VERSION], [F.kind, KINDS.indexOf(kind)], [F.id, Buffer.from(id.replaceAll('-', ''), 'hex')], [F.created, created],
    [F.design, [design.id, design.columns, design.rows, Math.round(design.strength * 100), design.maxPayload]],
    [F.key, 'key' in key ? key.key : ['scrypt', key.secret.salt, key.secret.cost, key.secret.blockSize, key.secret.parallel, key.secret.check]],
    [F.original, hashCbor(original)], [F.marked, hashCbor(marked)], [F.file, fileSha256],
    [F.picture, [design.width, design.height, orientation, MIMES.indexOf(mime as (typeof MIMES)[number])]], [F.tool, tool],
  ]);
  if (payload !== undefined) map.set(F.payload, payload);
  if (thumb) map.set(F.thumb, thumb);
  if (notes.length > 0) map.set(F.notes, notes);
  return map;
}

export function fromCbor(value: Cbor): Registration {
  if (!(value instanceof Map) || value.get(F.version) !== VERSION) throw invalid();
  const map: CborMap = value;
  const kind = KINDS[whole(map.get(F.kind), 0, 1)] ?? 'full';
  const [width, height, orientation, mime] = list(map.get(F.picture), 4);
  const design = designOf(list(map.get(F.design), 5), whole(width, 1, MAX_SIDE), whole(height, 1, MAX_SIDE));
  const payload = map.has(F.payload) ? whole(map.get(F.payload), 0, design.maxPayload) : undefined;
  const thumb = map.get(F.thumb);
  if ((thumb !== undefined) !== (kind === 'full')) throw invalid();
  return {
    kind, id: uuid(bytes(map.get(F.id), 16)), created: whole(map.get(F.created), 0, 8.64e15), design, key: keySource(map.get(F.key)),
    original: hashOf(map.get(F.original)), marked: hashOf(map.get(F.marked)), fileSha256: bytes(map.get(F.file), 32),
    orientation: whole(orientation, 1, 8), mime: MIMES[whole(mime, 0, MIMES.length - 1)] ?? MIMES[0],
    notes: map.has(F.notes) ? list(map.get(F.notes)).map(text) : [], tool: text(map.get(F.tool)),
    ...(payload === undefined ? {} : { payload }), ...(thumb === undefined ? {} : { thumb: bytes(thumb) }),
  };
}

function designOf([id, columns, rows, strength, maxPayload]: readonly Cbor[], width: number, height: number): Design {
  if (id !== 'sbm1') throw invalid();
  return {
    id, width, height, columns: gridSide(columns), rows: gridSide(rows),
    strength: whole(strength, 3600, 6000) / 100, maxPayload: whole(maxPayload, 0, MAX_PAYLOAD),
  };
}

/** Bounds what a foreign file can make the detector allocate; the grid itself follows from the size, which the engine checks. */
function gridSide(value: Cbor | undefined): number {
  const side = whole(value, 16, 8192);
  if (side % 16 !== 0) throw invalid();
  return side;
}

function keySource(value: Cbor | undefined): KeySource {
  if (value instanceof Uint8Array) return { key: bytes(value, 32) };
  const [name, salt, cost, blockSize, parallel, check] = list(value, 6);
  if (name !== 'scrypt') throw invalid();
  const secret = { salt: bytes(salt), cost: whole(cost, 2, 1 << 20), blockSize: whole(blockSize, 1, 64), parallel: whole(parallel, 1, 1), check: bytes(check, 8) };
  if (!isBearable(secret)) throw invalid();
  return { secret };
}

function hashCbor({ scheme, digest }: PixelHash): Cbor {
  return [SCHEMES.indexOf(scheme), digest];
}

function hashOf(value: Cbor | undefined): PixelHash {
  const [scheme, digest] = list(value, 2);
  return { scheme: SCHEMES[whole(scheme, 0, 1)] ?? 'lmk-jpg-1', digest: bytes(digest, 32) };
}

function whole(value: Cbor | undefined, least: number, most: number): number {
  if (typeof value !== 'number' || value < least || value > most) throw invalid();
  return value;
}

function bytes(value: Cbor | undefined, length?: number): Uint8Array {
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) throw invalid();
  return value;
}

function list(value: Cbor | undefined, length?: number): readonly Cbor[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) throw invalid();
  return value;
}

function text(value: Cbor | undefined): string {
  if (typeof value !== 'string' || value.length > 200) throw invalid();
  return value;
}

function uuid(raw: Uint8Array): string {
  return Buffer.from(raw).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

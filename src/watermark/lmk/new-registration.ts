/** Makes the registration that goes with a marked file. */
import { createHash } from 'node:crypto';
import { registrationThumb } from '../files/thumb.ts';
import type { MarkedFile } from '../files/marked-file.ts';
import type { RandomBytes } from './jwe.ts';
import type { KeySource } from './mark-key.ts';
import type { Registration } from './registration.ts';

export interface RegistrationRequest {
  readonly kind: Registration['kind'];
  readonly key: KeySource;
  readonly payload?: number;
  /** ms since 1970; handed in. */
  readonly now: number;
  readonly tool: string;
  readonly random: RandomBytes;
}

export function newRegistration(file: MarkedFile, { kind, key, payload, now, tool, random }: RegistrationRequest): Registration {
  const { design, canonical } = file.embedding;
  return {
    kind, id: uuidV7(now, random(10)), created: now, design, key, ...(payload === undefined ? {} : { payload }),
    original: file.original, marked: file.marked, fileSha256: createHash('sha256').update(file.bytes).digest(),
    orientation: file.orientation, mime: file.mime, notes: file.notes, tool,
    ...(kind === 'full' ? { thumb: registrationThumb(canonical, file.chroma) } : {}),
  };
}

/** RFC 9562 §5.7. @param noise 10 bytes. */
function uuidV7(now: number, noise: Uint8Array): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.set(noise, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 15);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 63);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Marks one JPEG file: output and registration, together. */
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { InputError, LimitError } from '../core/errors.ts';
import { markJpeg } from '../watermark/files/mark-jpeg.ts';
import { newKey, type KeySource } from '../watermark/lmk/mark-key.ts';
import { newRegistration } from '../watermark/lmk/new-registration.ts';
import { readPublicKey } from '../watermark/lmk/public-key.ts';
import { writeRegistration } from '../watermark/lmk/registration.ts';
import { isSameFile } from './same-file.ts';
import type { Options } from './options.ts';
import { TOOL } from './version.ts';
import { writeTogether } from './write-together.ts';

/** px; about 3 GB of memory. */
const MAX_PIXELS = 120_000_000;
const MAX_FILE = 512 * 1024 * 1024;

/** @throws {AppError} anything that is wrong with the files; nothing is written then. */
export function markFile({ input, output, registration, key, transactional, secret, payload, strength }: Options): void {
  const names = [input, output, registration, key];
  for (const target of [output, registration]) {
    if (names.some((other) => other !== target && isSameFile(other, target)) || names.filter((name) => name === target).length > 1) {
      throw new InputError('request/invalid', `${target} would be overwritten; give the four files names of their own`);
    }
  }
  const recipient = readPublicKey(readWhole(key, 1 << 20));
  const kind = transactional ? 'transactional' : 'full';
  let source: KeySource | undefined;
  const marked = markJpeg(readWhole(input, MAX_FILE), {
    maxPixels: MAX_PIXELS,
    keyFor(original) {
      const made = newKey(original, randomBytes, { kind, ...(secret === undefined ? {} : { secret }) });
      source = made.source;
      return made.key;
    },
    ...(payload === undefined ? {} : { payload, maxPayload: 2 ** 24 - 1 }),
    ...(strength === undefined ? {} : { strength }),
  });
  if (!source) throw new Error('no key was asked for');
  const entry = newRegistration(marked, {
    kind, key: source, now: Date.now(), tool: TOOL, random: randomBytes, ...(payload === undefined ? {} : { payload }),
  });
  writeTogether([
    { file: output, bytes: marked.bytes }, { file: registration, bytes: writeRegistration(entry, recipient, randomBytes) },
  ], randomBytes(6).toString('hex'));
}

function readWhole(file: string, maxBytes: number): Uint8Array {
  const { size } = statSync(file);
  if (size > maxBytes) throw new LimitError('request/too-large', `${file} has ${size} bytes; at most ${maxBytes} are read`, { size, limit: maxBytes });
  return new Uint8Array(readFileSync(file));
}

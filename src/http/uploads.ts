/** Forms with files: streamed to a folder of ours with the limits enforced on the way; a request never holds more than one chunk in memory. */
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, InputError, LimitError, UnavailableError } from '../core/errors.ts';
import type { Config } from '../config.ts';
import { tidyFileName } from './file-names.ts';

export interface ReceivedFile {
  readonly name: string;
  readonly bytes: number;
  read(): Promise<Uint8Array>;
}

export interface Form {
  readonly files: readonly ReceivedFile[];
  /** The last value of a name wins. */
  readonly fields: ReadonlyMap<string, string>;
  /** Deletes the files. */
  discard(): Promise<void>;
}

type UploadLimits = Pick<Config, 'dataDir' | 'maxDocumentBytes' | 'maxImageBytes' | 'maxImages'>;

/** bytes a form may have besides its files. */
const FORM_SLACK = 2 ** 20;
/** bytes of a refused body that are still read, so that the client gets to see the answer. */
const DRAIN_BYTES = 2 ** 26;

/** Bytes of the largest form that can be valid. */
export function maxFormBytes({ maxDocumentBytes, maxImageBytes, maxImages }: UploadLimits): number {
  return Math.max(maxDocumentBytes, maxImageBytes * maxImages) + FORM_SLACK;
}

/** Judges by Content-Length, before a byte of the body is asked for. @throws {LimitError} */
export function refuseOversized(request: FastifyRequest, reply: FastifyReply, limits: UploadLimits): void {
  const length = Number(request.headers['content-length'] ?? 0);
  const max = maxFormBytes(limits);
  if (length <= max) return;
  reply.header('connection', 'close');
  throw new LimitError('request/too-large', `the body has ${length} bytes; the limit is ${max}. Send fewer or smaller files`, { length, max });
}

/**
 * Reads a multipart form.
 * @param fileField name of the parts that carry files; files under other names are read and dropped.
 * @throws {InputError} not a form, broken, without a file, an empty file @throws {LimitError} too many or too large.
 */
export async function receiveForm(request: FastifyRequest, fileField: string, limits: UploadLimits): Promise<Form> {
  if (!request.isMultipart()) {
    throw new InputError('request/invalid', `expected multipart/form-data with a part named "${fileField}", got ${request.headers['content-type'] ?? 'no Content-Type'}`);
  }
  const uploads = path.join(limits.dataDir, 'uploads');
  await mkdir(uploads, { recursive: true });
  const folder = await mkdtemp(path.join(uploads, 'form-'));
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    return { ...(await Promise.race([readParts(request, fileField, folder, limits), brokenOff(request)])), discard };
  } catch (error) {
    await discard();
    drain(request.raw);
    throw toFormError(error);
  }
}

/** Rejects when the client goes away in the middle; it may have gone before the parser began to listen. */
function brokenOff({ raw }: FastifyRequest): Promise<never> {
  const gone = (): Error => new InputError('request/invalid', 'the connection broke off before the form was complete');
  if (raw.destroyed && !raw.complete) return Promise.reject(gone());
  return new Promise((_, reject) => {
    raw.once('close', () => {
      if (!raw.complete) reject(gone());
    });
  });
}

/** What the parser and the file system throw, in our words. */
function toFormError(error: unknown): unknown {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (error instanceof AppError || typeof statusCode === 'number') return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new UnavailableError('store/disk-full', 'the disk of the server is full; try again later', {}, { cause: error });
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code) && code !== 'ECONNRESET') return error;
  return new InputError('request/invalid', 'the form broke off or is not valid multipart/form-data', {}, { cause: error });
}

/** Deletes what requests left behind that a killed process had open. @param before folders older than this. */
export async function sweepUploads({ dataDir }: Pick<UploadLimits, 'dataDir'>, before: Date): Promise<void> {
  const uploads = path.join(dataDir, 'uploads');
  for (const name of await readdir(uploads).catch(() => [])) {
    const folder = path.join(uploads, name);
    const info = await stat(folder).catch(() => undefined);
    if (info && info.mtime < before) await rm(folder, { recursive: true, force: true });
  }
}

async function readParts(request: FastifyRequest, fileField: string, folder: string, limits: UploadLimits): Promise<Omit<Form, 'discard'>> {
  const largest = Math.max(limits.maxDocumentBytes, limits.maxImageBytes);
  const files: ReceivedFile[] = [];
  const fields = new Map<string, string>();
  const strays: string[] = [];

  for await (const part of request.parts({ limits: { fileSize: largest, fieldSize: 65_536, fields: 50, parts: 1000 } })) {
    if (part.type === 'field') {
      fields.set(part.fieldname, String(part.value));
    } else if (part.fieldname !== fileField) {
      strays.push(part.fieldname);
      part.file.resume();
    } else if (files.length >= limits.maxImages) {
      throw new LimitError('request/too-large', `more than ${limits.maxImages} files; the limit is ${limits.maxImages} images in one submission`, { max: limits.maxImages });
    } else {
      const at = path.join(folder, String(files.length));
      await pipeline(part.file, createWriteStream(at, { mode: 0o600 }));
      const name = tidyFileName(part.filename);
      const bytes = part.file.bytesRead;
      if (part.file.truncated || bytes >= largest) throw new LimitError('request/too-large', `"${name}" is too large; a file must be smaller than ${largest} bytes`, { max: largest });
      if (bytes === 0) throw new InputError('request/invalid', `"${name}" is empty`, { name });
      files.push({ name, bytes, read: () => readFile(at) });
    }
  }
  if (files.length === 0) throw new InputError('request/invalid', missing(fileField, fields, strays));
  return { files, fields };
}

function missing(fileField: string, fields: ReadonlyMap<string, string>, strays: readonly string[]): string {
  if (fields.has(fileField)) return `"${fileField}" is text, not a file; with curl write -F ${fileField}=@path/to/file`;
  const [stray] = strays;
  return stray === undefined ? `the form has no file in a part named "${fileField}"` : `the file is in a part named "${stray}"; it must be named "${fileField}"`;
}

/** Reads on for a while and drops it: a client that sends its whole body before it listens gets its answer. */
export function drain(body: Readable & { destroy(): void }): void {
  body.unpipe();
  let left = DRAIN_BYTES;
  body.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) body.destroy();
  });
  body.on('error', () => {});
  body.resume();
}

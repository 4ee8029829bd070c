/** Accepts a submission: judged at the door, its bytes safe, its row and its job in one transaction; only then may the caller be answered. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { InputError, LimitError } from '../core/errors.ts';
import type { FileFormat, SubmittedFile } from '../core/media.ts';
import { checkUrl, readExemptions } from '../crawl/safe-fetch-guard.ts';
import scanJob from '../jobs/scan.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { ScanRow } from '../store/scans.ts';
import type { Services } from './services.ts';
import { shareHash, shareToken } from './share-token.ts';
import type { ReceivedFile } from './uploads.ts';

/** Which files an address takes. */
export type Accepts = 'document-or-images' | 'pdf' | 'images';

export interface Submission {
  readonly account: AccountRow;
  readonly files: readonly ReceivedFile[];
  readonly minScore: number;
  readonly excludeIdenticalPaper: boolean;
  readonly callbackUrl?: string;
  /** Started by a compat API: its id is 64 hex; of the web application it is a UUID. */
  readonly apiScan: boolean;
}

export interface JudgedFile extends ReceivedFile {
  readonly format: FileFormat;
}

const READS = 'a PDF or DOCX document, or JPEG, PNG, GIF, BMP, TIFF, SVG or WebP images';
const isDocument = (format: FileFormat): boolean => format === 'pdf' || format === 'docx';

export async function submitScan(services: Services, submission: Submission, judged: readonly JudgedFile[]): Promise<ScanRow> {
  const { account, minScore, excludeIdenticalPaper, callbackUrl, apiScan } = submission;
  const { store, queue, clock, config } = services;
  const id = apiScan ? randomBytes(32).toString('hex') : randomUUID();
  const files = await keepFiles(services, judged);
  const now = clock();
  const share_hash = shareHash(await shareToken(store, id));
  await store.transaction(async (tx) => {
    await tx.scans.insert({
      id, account_id: account.id, name: nameOf(judged), min_score: minScore, exclude_identical_paper: excludeIdenticalPaper,
      callback_url: callbackUrl ?? null, api_scan: apiScan, free_of_charge: account.demo, share_hash, files,
      created_at: now, expires_at: new Date(now.getTime() + config.retentionMs),
    });
    await queue.send(tx.sql, scanJob, { scanId: id, run: 1 });
  });
  return store.scans.get(id, now);
}

/** One at a time, so that a large submission is never in memory as a whole. */
async function keepFiles({ blobs, store, clock }: Services, judged: readonly JudgedFile[]): Promise<SubmittedFile[]> {
  const kept: SubmittedFile[] = [];
  for (const { name, bytes, format, read } of judged) {
    const content = await read();
    await store.blobs.touch([createHash('sha256').update(content).digest('hex')], clock());
    const sha256 = await blobs.put(content);
    kept.push({ name, sha256, bytes, format });
  }
  return kept;
}

/** @throws {InputError} `image/unsupported`, `request/invalid` (mixed kinds) @throws {LimitError} too large, too many pages. */
export async function judgeFiles(services: Services, files: readonly ReceivedFile[], accepts: Accepts): Promise<JudgedFile[]> {
  const judged: JudgedFile[] = [];
  for (const file of files) judged.push({ ...file, format: await judge(services, file, accepts) });
  const documents = judged.filter(({ format }) => isDocument(format)).length;
  if (documents > 0 && judged.length > 1) {
    throw new InputError('request/invalid', `one document or images, not both and not several documents: the request has ${documents} document(s) and ${judged.length - documents} image(s)`);
  }
  return judged;
}

async function judge({ compute, config }: Services, file: ReceivedFile, accepts: Accepts): Promise<FileFormat> {
  const { name, bytes } = file;
  const { format, pages } = await compute.run('inspect-file', { bytes: await file.read() }, { lane: 'serve' });
  if (format === undefined) throw new InputError('image/unsupported', `"${name}" is no kind of file that is read here; send ${READS}`, { name });
  if (accepts === 'pdf' && format !== 'pdf') throw new InputError('image/unsupported', `"${name}" is ${format}; this address takes one PDF, others go to /v1/scan`, { name, format });
  if (accepts === 'images' && isDocument(format)) throw new InputError('image/unsupported', `"${name}" is ${format}; this address takes images, documents go to /v1/scan`, { name, format });
  const max = isDocument(format) ? config.maxDocumentBytes : config.maxImageBytes;
  if (bytes >= max) throw new LimitError('document/too-large', `"${name}" has ${bytes} bytes; ${isDocument(format) ? 'a document' : 'an image'} must be smaller than ${max}`, { name, bytes, max });
  if (pages !== undefined && pages >= config.maxPages) {
    throw new LimitError('document/too-many-pages', `"${name}" has ${pages} pages; the limit is ${config.maxPages - 1} (fewer than ${config.maxPages}). Split it, or raise LIMIT_PAGES`, { name, pages });
  }
  return format;
}

function nameOf(files: readonly ReceivedFile[]): string {
  const [only] = files;
  return files.length === 1 && only ? only.name : `${files.length} images`;
}

/** @returns the score in [0, 0.9]. @throws {InputError} */
export function readMinScore(text: string | undefined): number {
  if (text === undefined) return 0.33;
  const value = /^[+]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(value >= 0 && value <= 0.9)) throw new InputError('request/invalid', `minScore is "${text.slice(0, 40)}"; expected a number from 0.0 to 0.9`);
  return value;
}

/** @throws {InputError} */
export function readFlag(name: string, text: string | undefined): boolean {
  if (text === undefined || text === 'false') return false;
  if (text === 'true') return true;
  throw new InputError('request/invalid', `${name} is "${text.slice(0, 40)}"; expected true or false`);
}

/** @throws {InputError} not an http(s) URL, or a literal address that may not be called. */
export function readCallbackUrl(text: string | undefined, { config }: Pick<Services, 'config'>): string | undefined {
  if (text === undefined) return undefined;
  if (text.length > 2000) throw new InputError('request/invalid', `callbackUrl has ${text.length} characters; the limit is 2000`);
  checkUrl(text, readExemptions(config.allowPrivateFetch));
  return text;
}

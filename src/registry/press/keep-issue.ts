/** Takes an issue in: its bytes and its row, announced in one transaction. */
import type { Blobs } from '../../blobs/blobs.ts';
import type { Compute } from '../../compute/compute.ts';
import { InputError } from '../../core/errors.ts';
import type { PressIssueRow } from '../../store/press.ts';
import type { Queries, Store } from '../../store/store.ts';
import { keepAll } from '../keep-all.ts';

export interface IssueFile {
  /** Null: the media of every account whose press search is on are looked for. */
  readonly accountId: string | null;
  readonly name: string;
  /** Day it appeared, YYYY-MM-DD. */
  readonly date: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

export interface IntakePorts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly clock: () => Date;
}

/** Characters of a name. */
const MAX_NAME = 200;

/**
 * The same file under the same name and date is taken once.
 *
 * @param announce called in the transaction, for a new one.
 * @throws {InputError} `request/invalid`: no name, no such day; `request/unsupported-media-type`: not a PDF; `document/…`: damaged.
 */
export async function keepIssue({ accountId, name, date, fileName, bytes }: IssueFile, announce: (tx: Queries, issue: PressIssueRow) => Promise<void>, ports: IntakePorts): Promise<{ readonly issue: PressIssueRow; readonly isNew: boolean }> {
  const { store, compute, clock } = ports;
  const title = name.trim();
  if (title === '' || title.length > MAX_NAME) throw new InputError('request/invalid', `the name of the paper has ${title.length} characters; from 1 to ${MAX_NAME} are expected`, { name: title.slice(0, 100) });
  if (!isDay(date)) throw new InputError('request/invalid', `the date is "${date.slice(0, 40)}"; a day such as 2026-03-31 is expected`, { date: date.slice(0, 40) });
  const { format } = await compute.run('inspect-file', { bytes: Uint8Array.from(bytes) });
  if (format !== 'pdf') throw new InputError('request/unsupported-media-type', `${fileName} is ${format ?? 'of no kind that is read'}; an issue of the press is a PDF`, { name: fileName });
  const [sha256 = ''] = await keepAll([bytes], ports);
  return store.transaction(async (tx) => {
    const kept = await tx.press.insert({ account_id: accountId, name: title, date, file_name: fileName, sha256, bytes: bytes.length, created_at: clock() });
    if (kept.isNew) await announce(tx, kept.issue);
    return kept;
  });
}

export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

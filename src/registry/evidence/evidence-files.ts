/** The files that prove a match: what was seen, where, and what it was compared with. Each is read when it is its turn. */
import type { Blobs } from '../../blobs/blobs.ts';
import type { Compute } from '../../compute/compute.ts';
import { NotFoundError } from '../../core/errors.ts';
import { pageWarc } from '../../crawl/page-warc.ts';
import { sniffFormat } from '../../imaging/codecs/sniff.ts';
import type { CapturedExchange, CaptureRow } from '../../store/captures.ts';
import type { Exchange } from '../../store/frontier.ts';
import type { MatchRow, RegisteredMedium } from '../../store/matches.ts';
import type { Store } from '../../store/store.ts';
import { tearSheetOf } from '../press/tear-sheet-of.ts';

export interface EvidencePorts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly clock: () => Date;
}

/** What a file of the archive is. */
export type EvidenceRole = 'found-image' | 'page-warc' | 'screenshot' | 'issue' | 'tear-sheet' | 'registered-image' | 'registered-preview';

export interface EvidenceFile {
  readonly name: string;
  readonly role: EvidenceRole;
  read(): Promise<Uint8Array>;
}

/** Why something that evidence usually has is not there; told in the README. */
export type EvidenceGap = 'no-capture' | 'no-page' | 'page-not-modified' | 'no-screenshot' | 'no-browser' | 'screenshot-failed' | 'query-gone' | 'issue-gone' | 'registered-gone' | 'registered-secret';

export interface EvidenceFiles {
  readonly files: readonly EvidenceFile[];
  readonly gaps: readonly EvidenceGap[];
}

export async function evidenceFiles(match: MatchRow, capture: CaptureRow | undefined, registered: readonly RegisteredMedium[], ports: EvidencePorts): Promise<EvidenceFiles> {
  const found = await (match.type === 'press' ? fromPress(match, ports) : match.type === 'user' ? fromSearch(match, ports) : fromWeb(capture, ports));
  const own = await Promise.all(registered.map((medium) => fromRegistry(medium, ports)));
  return { files: [...found.files, ...own.flatMap(({ files }) => files)], gaps: [...found.gaps, ...(registered.length === 0 && match.type !== 'credit' ? ['registered-gone' as const] : []), ...new Set(own.flatMap(({ gaps }) => gaps))] };
}

async function fromWeb(capture: CaptureRow | undefined, { blobs }: EvidencePorts): Promise<EvidenceFiles> {
  if (!capture) return { files: [], gaps: ['no-capture'] };
  const { exchanges, image_sha256: image, screenshot_sha256: screenshot, created_at: at, software } = capture;
  const page = exchanges.length > 1 ? exchanges[0] : undefined;
  const bytes = await blobs.read(image);
  return {
    files: [
      { name: `found-image.${sniffFormat(bytes) ?? 'bin'}`, role: 'found-image', read: () => blobs.read(image) },
      ...(exchanges.length > 0 ? [{ name: 'page.warc.gz', role: 'page-warc' as const, read: () => pageWarc(replayed(exchanges, blobs), { software, filename: 'page.warc.gz', at }) }] : []),
      ...(screenshot === null ? [] : [{ name: 'screenshot.png', role: 'screenshot' as const, read: () => blobs.read(screenshot) }]),
    ],
    gaps: [...(page === undefined ? ['no-page' as const] : page.status === 304 ? ['page-not-modified' as const] : []), ...(screenshot === null ? [gapOf(capture)] : [])],
  };
}

function gapOf({ screenshot_problem }: CaptureRow): EvidenceGap {
  if (screenshot_problem === null) return 'no-screenshot';
  return screenshot_problem === 'no-browser' ? 'no-browser' : 'screenshot-failed';
}

async function* replayed(exchanges: readonly CapturedExchange[], blobs: Blobs): AsyncGenerator<Exchange> {
  for (const { url, fetchedAt, requestHeaders, status, responseHeaders, sha256 } of exchanges) {
    yield { url, fetched_at: new Date(fetchedAt), request_headers: requestHeaders, status, response_headers: responseHeaders, body: sha256 === null ? new Uint8Array() : await blobs.read(sha256) };
  }
}

async function fromPress(match: MatchRow, ports: EvidencePorts): Promise<EvidenceFiles> {
  const issue = match.press_issue_id === null ? undefined : await ports.store.press.find(match.press_issue_id);
  if (!issue) return { files: [], gaps: ['issue-gone'] };
  const sheet: EvidenceFile = { name: 'tear-sheet.pdf', role: 'tear-sheet', read: async () => (await tearSheetOf(match, 'en', ports)).bytes };
  return { files: [{ name: 'issue.pdf', role: 'issue', read: () => ports.blobs.read(issue.sha256) }, ...(match.media_ids.length > 0 ? [sheet] : [])], gaps: [] };
}

async function fromSearch({ search_id, account_id }: MatchRow, { store, blobs, clock }: EvidencePorts): Promise<EvidenceFiles> {
  const search = search_id === null ? undefined : await store.searches.get(search_id, account_id).catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
  const link = search && (await store.links.find(search.link_id, clock()));
  if (!link) return { files: [], gaps: ['query-gone'] };
  const bytes = await blobs.read(link.sha256);
  return { files: [{ name: `found-image.${sniffFormat(bytes) ?? 'bin'}`, role: 'found-image', read: () => blobs.read(link.sha256) }], gaps: [] };
}

/** A registration file holds the secret of its mark, so the picture that everybody sees stands for it; so it does for films and documents. */
async function fromRegistry({ id, type, sha256, preview }: RegisteredMedium, { store, blobs, clock }: EvidencePorts): Promise<EvidenceFiles> {
  const bytes = type === 'image' ? await blobs.read(sha256) : new Uint8Array();
  const format = sniffFormat(bytes);
  if (type === 'image' && format !== undefined && format !== 'pdf' && format !== 'docx') return { files: [{ name: `registered-${id}.${format}`, role: 'registered-image', read: () => blobs.read(sha256) }], gaps: [] };
  const link = preview === null ? undefined : await store.links.find(preview, clock());
  return { files: link ? [{ name: `registered-${id}-preview.jpeg`, role: 'registered-preview', read: () => blobs.read(link.sha256) }] : [], gaps: type === 'image' ? ['registered-secret'] : [] };
}

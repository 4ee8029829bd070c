/** The evidence of a match as one archive: its files, what they are as JSON, their hashes, and a page to read first. */
import { createHash } from 'node:crypto';
import { NotFoundError } from '../../core/errors.ts';
import type { CaptureRow } from '../../store/captures.ts';
import type { MatchRow, RegisteredMedium } from '../../store/matches.ts';
import { evidenceFiles, type EvidenceFiles, type EvidencePorts, type EvidenceRole } from './evidence-files.ts';
import { evidenceReadme } from './evidence-readme.ts';
import { zip, type ZipEntry } from './zip.ts';

/** Version of the format of `evidence.json`. */
const FORMAT = 'touchstone-evidence/1';

export interface ListedFile {
  readonly name: string;
  readonly role: EvidenceRole;
  readonly bytes: number;
  readonly sha256: string;
  readonly md5: string;
}

export type EvidenceFacts = Awaited<ReturnType<typeof factsOf>>;

/**
 * The same match gives the same bytes, as long as its media keep their names.
 *
 * @throws {NotFoundError} no such match, or of another account.
 */
export async function evidenceOf(matchId: number, accountId: string, ports: EvidencePorts): Promise<{ readonly name: string; readonly archive: AsyncIterable<Uint8Array> }> {
  const match = await ports.store.matches.find(matchId, accountId);
  if (!match) throw new NotFoundError('not-found', 'there is no match with this id', { id: matchId });
  const capture = match.capture_id === null ? undefined : await ports.store.captures.find(match.capture_id, accountId);
  const registered = [...(await ports.store.matches.registered(accountId, match.media_ids)).values()].sort((a, b) => a.id - b.id);
  const files = await evidenceFiles(match, capture, registered, ports);
  const facts = await factsOf(match, capture, registered, ports);
  return { name: `evidence-${match.type}-${match.id}.zip`, archive: zip(entriesOf(files, facts), match.created_at) };
}

async function* entriesOf({ files, gaps }: EvidenceFiles, facts: EvidenceFacts): AsyncGenerator<ZipEntry> {
  const listed: ListedFile[] = [];
  for (const { name, role, read } of files) {
    const bytes = await read();
    listed.push({ name, role, bytes: bytes.length, sha256: hash('sha256', bytes), md5: hash('md5', bytes) });
    yield { name, bytes };
  }
  const json = text(`${JSON.stringify({ ...facts, notIncluded: gaps, files: listed }, null, 2)}\n`);
  const readme = text(evidenceReadme(facts, listed, gaps));
  const sums = [...listed.map(({ name, sha256 }) => [sha256, name]), [hash('sha256', json), 'evidence.json'], [hash('sha256', readme), 'README.txt']];
  yield { name: 'evidence.json', bytes: json };
  yield { name: 'README.txt', bytes: readme };
  yield { name: 'SHA256SUMS', bytes: text(sums.map(([sum, name]) => `${sum}  ${name}\n`).join('')) };
}

async function factsOf(match: MatchRow, capture: CaptureRow | undefined, registered: readonly RegisteredMedium[], { store }: EvidencePorts) {
  const paths = await store.media.pathsOf(registered.map(({ id }) => id));
  const { geometry, mark } = match;
  return {
    format: FORMAT,
    match: { id: match.id, type: match.type, foundAt: match.created_at.toISOString(), watermarked: match.watermarked, exclusive: match.exclusive },
    where: {
      imageUrl: match.query_url ?? match.image_url, pageUrl: match.query_page_url ?? match.page_url, domain: match.domain, credit: match.credit,
      issue: match.issue, page: match.page_number, outline: match.outline, search: match.search_id,
    },
    seen: capture ? {
      requests: capture.exchanges.map(({ url, fetchedAt, status, sha256 }) => ({ url, at: fetchedAt, status, sha256 })),
      image: { sha256: capture.image_sha256, width: capture.width, height: capture.height },
      screenshot: capture.screenshot_sha256 === null ? { problem: capture.screenshot_problem } : { at: capture.screenshot_at?.toISOString() ?? null, sha256: capture.screenshot_sha256 },
      software: capture.software, crawl: capture.session_id, cycle: capture.cycle,
    } : null,
    registered: registered.map(({ id, sha256, bytes, width, height, created_at }) => ({ id, path: (paths.get(id) ?? []).join('/'), sha256, bytes, width, height, registeredAt: created_at.toISOString() })),
    geometry: geometry && { class: geometry.class, score: geometry.score, verified: geometry.verified, inliers: geometry.inliers, covered: geometry.covered, transform: geometry.transform },
    watermark: mark && { medium: mark.medium, log10p: mark.log10p, ...(mark.payload === undefined ? {} : { payload: mark.payload }), ...(mark.transform ? { transform: mark.transform } : {}) },
  };
}

const text = (content: string): Uint8Array => Buffer.from(content, 'utf8');
const hash = (algorithm: 'md5' | 'sha256', bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest('hex');

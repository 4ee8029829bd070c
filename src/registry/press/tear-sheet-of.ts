/** The tear sheet of a press match. */
import type { Blobs } from '../../blobs/blobs.ts';
import type { Compute } from '../../compute/compute.ts';
import { NotFoundError } from '../../core/errors.ts';
import type { Language } from '../../report/messages/catalogue.ts';
import type { MatchRow } from '../../store/matches.ts';
import type { Store } from '../../store/store.ts';

interface SheetPorts {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly compute: Compute;
}

/** @throws {NotFoundError} the image or the issue is gone. */
export async function tearSheetOf(match: MatchRow, language: Language, { store, blobs, compute }: SheetPorts): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const { geometry, mark, page_number: page, press_issue_id: issueId, outline } = match;
  const issue = issueId === null ? undefined : await store.press.find(issueId);
  const [medium] = (await store.matches.registered(match.account_id, match.media_ids)).values();
  if (!issue || !medium || !geometry || page === null) throw new NotFoundError('not-found', 'the issue, or the registered image, of this match is gone');
  const path = ((await store.media.pathsOf([medium.id])).get(medium.id) ?? []).join('/');
  const { bytes } = await compute.run('render-tear-sheet', {
    sheet: {
      language,
      issue: { name: issue.name, date: issue.date, fileName: issue.file_name, sha256: issue.sha256 },
      page: { number: page, outline: (outline ?? []).map(([x, y]) => ({ x, y })) },
      image: { path, sha256: medium.sha256, width: medium.width ?? 1, height: medium.height ?? 1 },
      match: {
        id: match.id, createdAt: match.created_at.toISOString(), score: geometry.score, class: geometry.class, inliers: geometry.inliers, covered: geometry.covered,
        ...(mark ? { log10p: mark.log10p } : {}),
      },
    },
    document: await blobs.read(issue.sha256), image: await blobs.read(medium.sha256),
  });
  return { name: `${issue.name} ${issue.date} p${page}.pdf`, bytes };
}

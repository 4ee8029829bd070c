/** Matches as the native API shows them, and which of them a caller may see. */
import type { FastifyRequest } from 'fastify';
import { NotFoundError } from '../../core/errors.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { CaptureRow } from '../../store/captures.ts';
import type { MatchDecisionRow } from '../../store/match-decisions.ts';
import type { MatchRow } from '../../store/matches.ts';
import { requirePrincipal } from '../auth.ts';
import type { HttpServices } from '../services.ts';
import type { MatchDecisionView, MatchView } from './matches-wire.ts';
import { toMediumView } from './media-view.ts';

/** @throws {AuthError} @throws {NotFoundError} no such match, or of another account. */
export async function matchOf(request: FastifyRequest, services: HttpServices): Promise<{ readonly row: MatchRow; readonly account: AccountRow }> {
  const { account } = await requirePrincipal(request, services);
  const { match: id = '' } = request.params as { readonly match?: string };
  const row = /^\d{1,15}$/.test(id) ? await services.store.matches.find(Number(id), account.id) : undefined;
  if (!row) throw new NotFoundError('not-found', 'there is no match with this id');
  return { row, account };
}

export async function toMatchViews(rows: readonly MatchRow[], account: AccountRow, { store }: HttpServices): Promise<MatchView[]> {
  const captures = await store.captures.byIds(account.id, rows.flatMap(({ capture_id }) => capture_id ?? []));
  const history = await store.matchDecisions.history(rows.map(({ id }) => id));
  return Promise.all(rows.map(async (row) => {
    const ways = await Promise.all(row.media_ids.map((medium) => store.media.stepsTo(medium, account.id)));
    const { geometry, mark, issue } = row;
    const capture = captures.get(row.capture_id ?? 0);
    return {
      id: row.id, type: row.type, createdAt: row.created_at.toISOString(), watermarked: row.watermarked,
      media: ways.filter((steps) => steps.length > 0).map((steps) => toMediumView(account, steps)),
      class: geometry?.class ?? null, score: geometry?.score ?? null, verified: geometry?.verified ?? false, inliers: geometry?.inliers ?? null, covered: geometry?.covered ?? null,
      found: foundOf(row, capture), imageUrl: row.query_url ?? row.image_url, pageUrl: row.query_page_url ?? row.page_url, domain: row.domain, credit: row.credit, search: row.search_id,
      press: row.page_number === null ? null : { name: issue?.name ?? '', date: issue?.date ?? '', page: row.page_number },
      mark: mark && { medium: mark.medium, log10p: mark.log10p, ...(mark.payload === undefined ? {} : { payload: mark.payload }), ...(mark.transform ? { transform: [...mark.transform] } : {}) },
      screenshot: screenshotOf(capture), verdict: row.verdict, decisions: (history.get(row.id) ?? []).map(toDecisionView),
    };
  }));
}

function foundOf({ type, geometry, outline, press_issue_id, search_id, web_image_id }: MatchRow, capture: CaptureRow | undefined): MatchView['found'] {
  if (type === 'press') {
    if (press_issue_id === null) return null;
    const { width, height, transform } = geometry?.page ?? {};
    return { width: width ?? null, height: height ?? null, transform: transform ? [...transform] : null, outline: outline && outline.map(([x, y]) => ({ x, y })) };
  }
  const transform = geometry ? [...geometry.transform] : null;
  if (capture) return { width: capture.width, height: capture.height, transform, outline: null };
  return search_id === null || web_image_id !== null ? null : { width: null, height: null, transform, outline: null };
}

function screenshotOf(capture: CaptureRow | undefined): MatchView['screenshot'] {
  if (!capture) return 'none';
  if (capture.screenshot_sha256 !== null) return 'taken';
  if (capture.screenshot_problem === null) return 'waiting';
  return capture.screenshot_problem === 'no-browser' ? 'no-browser' : 'failed';
}

function toDecisionView({ verdict, note, proof_id, proof_name, who, created_at }: MatchDecisionRow): MatchDecisionView {
  return { verdict, note, proof: proof_id === null || proof_name === null ? null : { id: proof_id, name: proof_name }, who, when: created_at.toISOString() };
}

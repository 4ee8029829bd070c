/** The native API on the wire, `/native/v1`. The web application imports these types and nothing else of the server. */
import { Type, type Static } from 'typebox';
import type { Decision } from '../../core/decision.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { Finding } from '../../core/finding.ts';

export const Stage = Type.Union([
  Type.Literal('queued'), Type.Literal('reading'), Type.Literal('panels'), Type.Literal('copy-move'),
  Type.Literal('matching'), Type.Literal('verifying'), Type.Literal('keeping'),
]);
export type Stage = Static<typeof Stage>;

export const ScanState = Type.Union([
  Type.Literal('queued'), Type.Literal('running'), Type.Literal('finished'), Type.Literal('failed'), Type.Literal('cancelled'),
]);
export type ScanState = Static<typeof ScanState>;

/** `done` of `total` units of one stage; `overall` in [0, 1]. */
export const Progress = Type.Object({
  stage: Stage, done: Type.Integer(), total: Type.Integer(), overall: Type.Number({ minimum: 0, maximum: 1 }),
});
export type Progress = Static<typeof Progress>;

export const Problem = Type.Object({ code: Type.String(), message: Type.String(), requestId: Type.Optional(Type.String()) });
export type Problem = Static<typeof Problem>;

export const ScanSummary = Type.Object({
  id: Type.String(),
  /** The file name, or "3 images". */
  name: Type.String(),
  state: ScanState,
  progress: Progress,
  /** Why it failed. */
  problem: Type.Optional(Problem),
  createdAt: Type.String(),
  finishedAt: Type.Optional(Type.String()),
  expiresAt: Type.String(),
  minScore: Type.Number(),
  apiScan: Type.Boolean(),
  user: Type.String(),
  /** Findings by band, over all scores; zeros until finished. */
  counts: Type.Object({ low: Type.Integer(), fair: Type.Integer(), high: Type.Integer() }),
  highestScore: Type.Number(),
  /** `t_` and 64 hex: whoever holds it may read this scan, and only read. */
  shareToken: Type.String(),
  /** True when it was read through the share token: no decisions, no re-runs. */
  readOnly: Type.Boolean(),
});
export type ScanSummary = Static<typeof ScanSummary>;

export const ScanPage = Type.Object({ scans: Type.Array(ScanSummary), count: Type.Integer(), next: Type.Union([Type.String(), Type.Null()]) });
export type ScanPage = Static<typeof ScanPage>;

/** A finding with its stable id (hash of what it claims) and what people decided. `history` is oldest first; the last is in force. */
export interface FindingView extends Finding {
  readonly id: string;
  /** From 1, by score. */
  readonly number: number;
  readonly band: 'low' | 'fair' | 'high';
  readonly history: readonly Decision[];
}

/** Everything the result page needs in one reply: `GET /native/v1/scans/:ref/result`. */
export interface ScanResult extends Pick<Evidence, 'engine' | 'parameters' | 'files' | 'pages' | 'figures' | 'panels' | 'provenance' | 'references' | 'runs'> {
  readonly scan: ScanSummary;
  readonly findings: readonly FindingView[];
  readonly evidenceSha256: string;
}

export const DecisionInput = Type.Object({
  verdict: Type.Union([Type.Literal('confirm'), Type.Literal('dismiss'), Type.Literal('unsure')]),
  reason: Type.Optional(Type.Union([
    Type.Literal('legitimate-reuse'), Type.Literal('same-sample'), Type.Literal('declared'), Type.Literal('artefact'),
    Type.Literal('wrong-match'), Type.Literal('other'),
  ])),
  level: Type.Optional(Type.Union([Type.Literal('I'), Type.Literal('II'), Type.Literal('III')])),
  note: Type.Optional(Type.String({ maxLength: 4000 })),
}, { additionalProperties: false });
export type DecisionInput = Static<typeof DecisionInput>;

const Point = Type.Object({ x: Type.Number(), y: Type.Number() });
export const PanelInput = Type.Object({
  figure: Type.String(),
  box: Type.Object({ x: Type.Number(), y: Type.Number(), width: Type.Number({ exclusiveMinimum: 0 }), height: Type.Number({ exclusiveMinimum: 0 }) }),
  /** Absent = judged by the rules. */
  class: Type.Optional(Type.String()),
  examined: Type.Boolean(),
  masks: Type.Optional(Type.Array(Type.Object({ polygon: Type.Array(Point, { minItems: 3 }) }))),
}, { additionalProperties: false });
export const PanelsInput = Type.Object({ panels: Type.Array(PanelInput, { maxItems: 2000 }) }, { additionalProperties: false });
export type PanelsInput = Static<typeof PanelsInput>;

export const Replay = Type.Object({
  identical: Type.Boolean(),
  engine: Type.String(),
  /** Sentences, one for each difference; empty when identical. */
  differences: Type.Array(Type.String()),
});
export type Replay = Static<typeof Replay>;

export const SessionInput = Type.Object({ user: Type.String({ minLength: 1 }), password: Type.String({ minLength: 1 }) }, { additionalProperties: false });
export const Me = Type.Object({ name: Type.String(), email: Type.String(), admin: Type.Boolean(), apiEnabled: Type.Boolean(), csrf: Type.String(), demo: Type.Boolean() });
export type Me = Static<typeof Me>;

/** One compat key an API; `value` only in the reply that made it. */
export const KeyView = Type.Object({ api: Type.String(), prefix: Type.String(), createdAt: Type.String(), lastUsedAt: Type.Optional(Type.String()), value: Type.Optional(Type.String()) });
export type KeyView = Static<typeof KeyView>;

/** One callback with the log of its attempts; `next` says when another one is due. */
export const CallbackView = Type.Object({
  /** `scanId` is null of one that tells of new matches. */
  id: Type.String(), scanId: Type.Union([Type.String(), Type.Null()]), url: Type.String(), createdAt: Type.String(),
  state: Type.Union([Type.Literal('waiting'), Type.Literal('delivered'), Type.Literal('given-up')]),
  attempts: Type.Array(Type.Object({
    at: Type.String(), ms: Type.Integer(), status: Type.Optional(Type.Integer()), error: Type.Optional(Type.String()), next: Type.Optional(Type.String()),
  })),
});
export type CallbackView = Static<typeof CallbackView>;
/** `secret` (`whsec_…`) verifies the `webhook-signature` header of all callbacks of the account. */
export const CallbackList = Type.Object({ secret: Type.String(), callbacks: Type.Array(CallbackView) });
export type CallbackList = Static<typeof CallbackList>;

export const Health = Type.Object({
  status: Type.Literal('ready'), version: Type.String(), engine: Type.String(), database: Type.String(), workers: Type.Integer(),
  /** Name of the demo account while there is one: the sign-in page then says where its password is. */
  demo: Type.Optional(Type.String()),
});

/*
 * Routes (all JSON unless said; `:ref` is a scan id, with a session or native key, or a share token `t_…`):
 *   POST   /native/v1/session                      SessionInput → Me, sets the cookie      DELETE: signs out
 *   GET    /native/v1/me                           Me
 *   POST   /native/v1/scans                        multipart: file…, minScore?, excludeIdenticalPaper? → 201 ScanSummary
 *   GET    /native/v1/scans?cursor=&limit=&q=      ScanPage, newest first
 *   GET    /native/v1/scans/:ref                   ScanSummary
 *   DELETE /native/v1/scans/:id                    204
 *   POST   /native/v1/scans/:id/cancel             ScanSummary
 *   GET    /native/v1/scans/:ref/events            text/event-stream: event `progress` (ScanSummary), last one in an end state
 *   GET    /native/v1/scans/:ref/result            ScanResult (409 scan/not-ready while running)
 *   GET    /native/v1/scans/:ref/findings?minScore= {findings: FindingView[]}
 *   GET    /native/v1/scans/:ref/evidence          Evidence, the stored bytes
 *   PUT    /native/v1/scans/:id/findings/:finding/decision   DecisionInput → FindingView
 *   PUT    /native/v1/scans/:id/panels             PanelsInput → 202 ScanSummary (re-run; decisions are kept)
 *   POST   /native/v1/scans/:id/replay             Replay (recomputes from the stored bytes)
 *   GET    /native/v1/scans/:ref/figures/:figure/image?max=  PNG or JPEG for display, px at most `max`
 *   GET    /native/v1/scans/:ref/pages/:file/:page/image?max= PNG of the page (file is an index)
 *   GET    /native/v1/scans/:ref/report.pdf?minScore=&lang=   PDF
 *   GET    /native/v1/keys                         {keys: KeyView[]}
 *   POST   /native/v1/keys/:api                    201 KeyView with value (invalidates the old one)    DELETE: 204
 *   GET    /native/v1/callbacks                    CallbackList, newest first
 *   POST   /native/v1/callbacks/:id/replay         202, sends it again
 * Mutations by cookie carry the header `X-CSRF-Token: <Me.csrf>`. Errors: Problem with the HTTP status.
 */

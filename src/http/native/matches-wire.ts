/** Matches on the wire of the native API. The web application imports these types. */
import { Type, type Static, type TSchema } from 'typebox';
import { MarkView, MATCH_FACTS, MediumView } from './media-wire.ts';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const MatchType = Type.Union([Type.Literal('user'), Type.Literal('web'), Type.Literal('press'), Type.Literal('credit')]);
export type MatchType = Static<typeof MatchType>;

/** `undecided` takes a decision back. */
export const MatchVerdict = Type.Union([Type.Literal('licensed'), Type.Literal('infringing'), Type.Literal('not-mine'), Type.Literal('ignored'), Type.Literal('undecided')]);
export type MatchVerdict = Static<typeof MatchVerdict>;

export const ProofView = Type.Object({ id: Type.Integer(), name: Type.String() });
export type ProofView = Static<typeof ProofView>;

export const MatchDecisionView = Type.Object({ verdict: MatchVerdict, note: Type.String(), proof: Nullable(ProofView), who: Type.String(), when: Type.String() });
export type MatchDecisionView = Static<typeof MatchDecisionView>;

/** Where the copy lies in what was found. */
export const FoundView = Type.Object({
  /** Of the picture of what was found, in the unit of `transform`: px as stored; points of a page of the press. Null: as large as the picture. */
  width: Nullable(Type.Number()), height: Nullable(Type.Number()),
  /** px of the registered image → that unit. Null: not known. */
  transform: Nullable(Type.Array(Type.Number())),
  /** Of the part that is seen, on a page of the press. */
  outline: Nullable(Type.Array(Type.Object({ x: Type.Number(), y: Type.Number() }))),
});

/** A match that was recorded: of a search through the IMATAG API, of a crawl, of a press page, or of a credit line. */
export const MatchView = Type.Object({
  id: Type.Integer(),
  type: MatchType,
  createdAt: Type.String(),
  /** Mine that are still there. */
  media: Type.Array(MediumView),
  watermarked: Type.Boolean(),
  /** Of which of the media the mark is, and how sure that is. */
  mark: Nullable(Type.Object({ medium: Type.Integer(), ...MarkView.properties })),
  /** Null: found by its credit line alone. */
  class: Nullable(MATCH_FACTS.class),
  score: Nullable(Type.Number()),
  verified: Type.Boolean(),
  inliers: Nullable(Type.Integer()),
  /** Share of the registered image that is seen. */
  covered: Nullable(Type.Number()),
  /** Null: there is no picture of what was found. */
  found: Nullable(FoundView),
  /** Where it was seen. */
  imageUrl: Nullable(Type.String()),
  pageUrl: Nullable(Type.String()),
  domain: Nullable(Type.String()),
  credit: Nullable(Type.String()),
  press: Nullable(Type.Object({ name: Type.String(), date: Type.String(), page: Type.Integer() })),
  /** The search it came of. */
  search: Nullable(Type.String()),
  /** Of the page: `none` where there is no page. */
  screenshot: Type.Union([Type.Literal('taken'), Type.Literal('waiting'), Type.Literal('no-browser'), Type.Literal('failed'), Type.Literal('none')]),
  verdict: MatchVerdict,
  /** Oldest first. */
  decisions: Type.Array(MatchDecisionView),
});
export type MatchView = Static<typeof MatchView>;
export const MatchPage = Type.Object({ matches: Type.Array(MatchView), count: Type.Integer(), next: Nullable(Type.String()) });
export type MatchPage = Static<typeof MatchPage>;

export const GroupBy = Type.Union([Type.Literal('image'), Type.Literal('domain'), Type.Literal('day')]);
export type GroupBy = Static<typeof GroupBy>;

export const MatchGroup = Type.Object({
  /** Id of a medium, a domain (or paper, or search), or a day; give it back as the filter of that name. Null: those without. */
  key: Nullable(Type.String()),
  /** Name of the medium, when that is what they are grouped by. */
  name: Nullable(Type.String()),
  matches: Type.Integer(), undecided: Type.Integer(),
  /** My media among them. */
  media: Type.Integer(),
  firstAt: Type.String(), lastAt: Type.String(),
});
export type MatchGroup = Static<typeof MatchGroup>;

const Count = Type.Object({ matches: Type.Integer(), undecided: Type.Integer() });
export const MatchCounts = Type.Object({ web: Count, press: Count, credit: Count, user: Count });
export type MatchCounts = Static<typeof MatchCounts>;

export const MatchDecisionInput = Type.Object({
  matches: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 500 }),
  verdict: MatchVerdict,
  note: Type.Optional(Type.String({ maxLength: 2000 })),
  /** Of `POST /matches/proofs`: a licence, a mail, an invoice. */
  proof: Type.Optional(Type.Integer({ minimum: 1 })),
}, { additionalProperties: false });
export type MatchDecisionInput = Static<typeof MatchDecisionInput>;

/** Where new matches are told of: a signed callback when a crawl ends or an issue is read and has some. Null: nowhere. */
export const MatchCallback = Type.Object({ url: Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 2048 }) }, { additionalProperties: false });
export type MatchCallback = Static<typeof MatchCallback>;

export const BlockedDomains = Type.Object({ domains: Type.Array(Type.String()) });
export type BlockedDomains = Static<typeof BlockedDomains>;

/*
 * Routes (all with a session or a native key; a match that is not mine is 404):
 *   GET    /native/v1/matches?type=&watermarked=&verdict=&medium=&place=&day=&blacklist=&cursor=&limit=   MatchPage, newest first
 *   GET    /native/v1/matches/counts                   MatchCounts, without blocked domains
 *   GET    /native/v1/matches/groups?type=&by=&verdict=&watermarked=&blacklist=   { groups: MatchGroup[] }
 *   GET    /native/v1/matches/:match                   MatchView
 *   POST   /native/v1/matches/decisions                MatchDecisionInput → { decided }
 *   POST   /native/v1/matches/proofs                   multipart: file → 201 ProofView
 *   GET    /native/v1/matches/proofs/:proof            the file
 *   GET    /native/v1/matches/:match/found.jpg         what was found: the image, or the page of the press
 *   GET    /native/v1/matches/:match/screenshot.png    the page, where it was pictured
 *   GET    /native/v1/matches/:match/evidence.zip      all that proves it
 *   GET    /native/v1/matches/blocked-domains          BlockedDomains; PUT and DELETE …/:domain change them
 *   GET    /native/v1/account/match-callback           MatchCallback; PUT changes it
 */

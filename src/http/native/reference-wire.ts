/** The reference library on the wire of the native API, `/native/v1/reference`. The web application imports these types. */
import { Type, type Static, type TSchema } from 'typebox';
import type { ReferenceSource } from '../../core/reference.ts';
import { MATCH_FACTS, QueryPicture } from './media-wire.ts';
import { Problem } from './wire.ts';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Where an image comes from; what is not known is absent. See `ReferenceSource`. */
export const Source = Type.Unsafe<ReferenceSource>(Type.Object({
  title: Type.Optional(Type.String()), doi: Type.Optional(Type.String()), licence: Type.Optional(Type.String()), collection: Type.Optional(Type.String()),
  url: Type.Optional(Type.String()), document: Type.Optional(Type.String()), figure: Type.Optional(Type.String()), page: Type.Optional(Type.Integer()), caption: Type.Optional(Type.String()),
}, { additionalProperties: true }));

export const EntryView = Type.Object({
  id: Type.Integer(),
  /** As enrolled: the path, and behind a `#` which image of a document. */
  name: Type.String(),
  source: Source,
  /** px as stored. */
  width: Type.Integer(),
  height: Type.Integer(),
  /** Keypoints it can be found by in part; 0: only as a whole. */
  features: Type.Integer(),
  enrolledAt: Type.String(),
});
export type EntryView = Static<typeof EntryView>;

export const EntryPage = Type.Object({ entries: Type.Array(EntryView), next: Nullable(Type.String()) });
export type EntryPage = Static<typeof EntryPage>;

export const LibraryStats = Type.Object({
  images: Type.Integer(), features: Type.Integer(),
  /** bytes of postings and of pictures. */
  indexBytes: Type.Integer(), pictureBytes: Type.Integer(),
  /** Null: without a collection. */
  collections: Type.Array(Type.Object({ collection: Nullable(Type.String()), images: Type.Integer() })),
  /** Whether the caller may add and remove. */
  writable: Type.Boolean(),
});
export type LibraryStats = Static<typeof LibraryStats>;

/** Exactly one of them; a null collection is what has none. */
export const Removal = Type.Object({
  ids: Type.Optional(Type.Array(Type.Integer(), { minItems: 1, maxItems: 1000 })),
  // Not a union: with one, the validator would turn null into a text.
  collection: Type.Optional(Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength: 200 })),
  doi: Type.Optional(Type.String({ maxLength: 300 })),
}, { additionalProperties: false });
export type Removal = Static<typeof Removal>;
export const Removed = Type.Object({ images: Type.Integer() });
export type Removed = Static<typeof Removed>;

const INGEST = {
  id: Type.String(),
  /** The file, or how many. */
  name: Type.String(),
  state: Type.Union([Type.Literal('queued'), Type.Literal('running'), Type.Literal('finished'), Type.Literal('failed'), Type.Literal('cancelled')]),
  /** Said of all of it. */
  source: Source,
  /** Files in it, archives opened; null: not counted yet. */
  total: Nullable(Type.Integer()),
  /** Of them: enrolled now, there before, not enrolled. */
  enrolled: Type.Integer(), known: Type.Integer(), skipped: Type.Integer(),
  /** Images enrolled. */
  images: Type.Integer(),
  /** Whether past scans are looked at again when it has ended; how many were, and how many of them were started anew. */
  recheck: Type.Boolean(), rechecked: Type.Integer(), reopened: Type.Integer(),
  problem: Type.Optional(Problem),
  createdAt: Type.String(),
  finishedAt: Type.Optional(Type.String()),
} as const;
export const IngestView = Type.Object(INGEST);
export type IngestView = Static<typeof IngestView>;

/** `skips`: the first of the files that were not enrolled, and why. */
export const IngestDetail = Type.Object({ ...INGEST, skips: Type.Array(Type.Object({ name: Type.String(), reason: Type.String() })) });
export type IngestDetail = Static<typeof IngestDetail>;

export const LibraryHit = Type.Object({ entry: EntryView, ...MATCH_FACTS });
export type LibraryHit = Static<typeof LibraryHit>;
export const LibrarySearchReply = Type.Object({ query: QueryPicture, matches: Type.Array(LibraryHit) });
export type LibrarySearchReply = Static<typeof LibrarySearchReply>;

/*
 * Routes. Anybody who is signed in reads and searches; who adds and removes must be an administrator, else 403.
 *   GET    /native/v1/reference                                 LibraryStats
 *   GET    /native/v1/reference/entries?q=&doi=&collection=&cursor=&limit=   EntryPage, newest first; collection= (empty): those without
 *   GET    /native/v1/reference/entries/:entry                  EntryView      DELETE  204
 *   GET    /native/v1/reference/entries/:entry/picture          JPEG, longest side at most 480 px
 *   POST   /native/v1/reference/removals                        Removal → Removed
 *   POST   /native/v1/reference/search?transform=&limit=&unverified=   multipart: file → LibrarySearchReply
 *   POST   /native/v1/reference/ingests                         multipart: file…, title, doi, licence, collection, recheck (true, false) → 202 IngestView
 *   GET    /native/v1/reference/ingests                         {ingests: IngestView[]}, newest first
 *   GET    /native/v1/reference/ingests/:ingest                 IngestDetail   DELETE  204: the record; what it enrolled stays
 *   GET    /native/v1/reference/ingests/:ingest/events          server-sent events, `progress` with an IngestView
 *   POST   /native/v1/reference/ingests/:ingest/cancel          IngestView; what is enrolled already stays
 */

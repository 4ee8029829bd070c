/** The media registry on the wire of the native API, `/native/v1/media`. The web application imports these types. */
import { Type, type Static, type TSchema } from 'typebox';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const MediaType = Type.Union([Type.Literal('folder'), Type.Literal('image'), Type.Literal('document'), Type.Literal('video')]);
export type MediaType = Static<typeof MediaType>;

export const MediumView = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  /** From the home on, with slashes. */
  path: Type.String(),
  type: MediaType,
  createdAt: Type.String(),
  /** Null: not said. */
  exclusive: Nullable(Type.Boolean()),
  /** Whether I may change it, or what is in it. */
  writable: Type.Boolean(),
  /** Of what is no folder: size of the file, and px as stored. */
  bytes: Type.Integer(),
  width: Nullable(Type.Integer()),
  height: Nullable(Type.Integer()),
  /** The folders on the way, from the home, or from the folder that was opened to me. */
  parents: Type.Array(Type.Object({ id: Type.Integer(), name: Type.String() })),
});
export type MediumView = Static<typeof MediumView>;

export const MediaPage = Type.Object({ media: Type.Array(MediumView), count: Type.Integer(), next: Nullable(Type.String()) });
export type MediaPage = Static<typeof MediaPage>;

export const MediaUsageView = Type.Object({
  images: Type.Integer(), imageQuota: Nullable(Type.Integer()), bytes: Type.Integer(), diskQuota: Nullable(Type.Integer()),
  /** Something was refused, or there is more than the plan allows. */
  exceeded: Type.Boolean(),
});
export type MediaUsageView = Static<typeof MediaUsageView>;

/** My home, and the folders that others opened to me. */
export const MediaRoots = Type.Object({ home: MediumView, opened: Type.Array(MediumView), usage: MediaUsageView });
export type MediaRoots = Static<typeof MediaRoots>;

export const FolderInput = Type.Object({ name: Type.String({ minLength: 1, maxLength: 255 }) }, { additionalProperties: false });
export const MediumChange = Type.Object({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  /** Id of the folder it goes into. */
  parent: Type.Optional(Type.Integer()),
  // Not a union: with one, the validator would turn null into false.
  exclusive: Type.Optional(Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] })),
}, { additionalProperties: false });
export type MediumChange = Static<typeof MediumChange>;

export const TransformLimit = Type.Union([Type.Literal('scale'), Type.Literal('affine'), Type.Literal('perspective')]);

const Point = Type.Object({ x: Type.Number(), y: Type.Number() });

/** The mark that a copy carries: bound on the chance of finding it by accident, and px of the copy → px of the original. */
export const MarkView = Type.Object({ log10p: Type.Number(), payload: Type.Optional(Type.Integer()), transform: Type.Optional(Type.Array(Type.Number())) });
export type MarkView = Static<typeof MarkView>;

/** How a registered image relates to a query. */
export const MATCH_FACTS = {
  score: Type.Number(),
  class: Type.Union([Type.Literal('identical'), Type.Literal('derived'), Type.Literal('template'), Type.Literal('similar')]),
  verified: Type.Boolean(),
  /** Share of the registered image that is seen in the query. */
  covered: Type.Number(),
  inliers: Type.Integer(),
  /** px of the registered image → px of the query, both as stored. */
  transform: Type.Array(Type.Number()),
  /** Corners of the registered image in px of the query. */
  outline: Type.Array(Point),
} as const;
export type MatchFacts = Static<Type.TObject<typeof MATCH_FACTS>>;

export const MediaHit = Type.Object({
  medium: MediumView,
  ...MATCH_FACTS,
  /** Of a video: s from its start. */
  second: Type.Optional(Type.Number()),
  /** Of a document: from 1. */
  page: Type.Optional(Type.Integer()),
  /** It is that very copy: its mark was found. */
  mark: Type.Optional(MarkView),
});
export type MediaHit = Static<typeof MediaHit>;

/** px as stored, and what it looks like, as a data URL, also of formats that browsers do not show. */
export const QueryPicture = Type.Object({ width: Type.Integer(), height: Type.Integer(), picture: Type.String() });
export type QueryPicture = Static<typeof QueryPicture>;

export const MediaSearchReply = Type.Object({
  query: QueryPicture,
  matches: Type.Array(MediaHit),
});
export type MediaSearchReply = Static<typeof MediaSearchReply>;

export const GrantMode = Type.Union([Type.Literal('read'), Type.Literal('write')]);
export const GrantInput = Type.Object({ account: Type.String({ minLength: 1, maxLength: 200 }), mode: GrantMode }, { additionalProperties: false });
export const GrantView = Type.Object({ folder: Type.Integer(), path: Type.String(), account: Type.String(), mode: GrantMode });
export type GrantView = Static<typeof GrantView>;

export const Tracking = Type.Object({ web: Type.Boolean(), press: Type.Boolean() });
export type Tracking = Static<typeof Tracking>;
export const TrackingChange = Type.Partial(Tracking, { additionalProperties: false });

/*
 * Routes (all with a session or a native key; `:medium` is an id; what is not mine or opened to me is 404):
 *   GET    /native/v1/media                                MediaRoots
 *   GET    /native/v1/media/:medium                        MediumView
 *   GET    /native/v1/media/:medium/children?cursor=&limit=  MediaPage, by name
 *   POST   /native/v1/media/:medium/files?exclusive=&replace=  multipart: file → 201 MediumView (409 when the name is taken, unless replace=true)
 *   POST   /native/v1/media/:medium/folders                FolderInput → 201 MediumView
 *   PATCH  /native/v1/media/:medium                        MediumChange → MediumView
 *   DELETE /native/v1/media/:medium                        204, with all in it
 *   GET    /native/v1/media/:medium/picture/:size          thumbnail, preview (both upright JPEG) or stored (as the geometry of a search has it)
 *   POST   /native/v1/media/search?transform=&unverified=  multipart: file → MediaSearchReply
 *   GET    /native/v1/media/grants                         {grants: GrantView[]}
 *   PUT    /native/v1/media/:medium/grants                 GrantInput → GrantView      DELETE …/grants/:account  204
 *   GET    /native/v1/account/tracking                     Tracking      PATCH: TrackingChange → Tracking
 */

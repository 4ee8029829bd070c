/** The IMATAG API v1 on the wire: names, order and spelling are theirs. */
import { Type, type Static } from 'typebox';

export const ErrorReply = Type.Object({
  status_code: Type.Integer(),
  code: Type.Optional(Type.String()),
  details: Type.Unknown(),
  errors: Type.Optional(Type.Array(Type.Unknown())),
});
export type ErrorReply = Static<typeof ErrorReply>;

/** What every address may answer besides its success. */
export const ERRORS = {
  400: ErrorReply, 401: ErrorReply, 403: ErrorReply, 404: ErrorReply, 405: ErrorReply, 406: ErrorReply, 409: ErrorReply, 411: ErrorReply, 415: ErrorReply, 429: ErrorReply,
  500: ErrorReply, 501: ErrorReply, 503: ErrorReply, 504: ErrorReply,
} as const;

const Nullable = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) => Type.Union([schema, Type.Null()]);

/** The attributes of every collection; the objects are in `results`, of folders in `children`. */
export const PAGING = { count: Type.Integer(), next: Nullable(Type.String()), previous: Nullable(Type.String()) } as const;

export const UploadReply = Type.Object({ expiry: Type.String(), url: Type.String() });
export type UploadReply = Static<typeof UploadReply>;

export const PendingReply = Type.Object({ status: Type.Literal('pending'), url: Type.String() });
export type PendingReply = Static<typeof PendingReply>;

export const WatermarkReply = Type.Object({ expiry: Type.String(), original: Type.String(), watermarked: Type.String(), registration: Type.String() });
export type WatermarkReply = Static<typeof WatermarkReply>;

export const DetectReply = Type.Object({ marked: Type.Boolean() });
export type DetectReply = Static<typeof DetectReply>;

export const TokenReply = Type.Object({ token: Type.String() });
export type TokenReply = Static<typeof TokenReply>;

export const Domain = Type.Object({ url: Type.String() });
export type Domain = Static<typeof Domain>;

export const DomainList = Type.Object({ ...PAGING, results: Type.Array(Domain) });
export type DomainList = Static<typeof DomainList>;

export const PageQuery = Type.Object({
  cursor: Type.Optional(Type.String({ description: 'opaque; part of the addresses in next and previous' })),
  page_size: Type.Optional(Type.String({ description: '1 to 1000, default 100' })),
}, { additionalProperties: true });

/** RFC 3339 in UTC with microseconds, as in all of the reference's media. */
export function toTimestamp(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}

/** RFC 3339 in UTC with seconds, as the reference prints expiries. */
export function toExpiry(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

export const DateQuery = {
  date: Type.Optional(Type.String({ description: 'exactly that day, or that time; not beside the others' })),
  date_lte: Type.Optional(Type.String()), date_gte: Type.Optional(Type.String()), date_lt: Type.Optional(Type.String()), date_gt: Type.Optional(Type.String()),
} as const;

/** A matched image: one of the account's, or one seen on the web. */
export const ImageObject = Type.Object({
  url: Type.String(),
  type: Type.Union([Type.Literal('registered'), Type.Literal('web')]),
  width: Type.Integer(),
  height: Type.Integer(),
  credit: Nullable(Type.String()),
  thumbnail: Nullable(Type.String()),
  crawl_date: Type.Optional(Type.String()),
  page_url: Type.Optional(Type.String()),
  md5: Type.Optional(Type.String()),
  last_modified_date: Type.Optional(Type.String()),
});
export type ImageObject = Static<typeof ImageObject>;

/** A registered medium as it stands in the `paths` of a match. */
export const PathObject = Type.Object({
  url: Type.String(), path: Type.String(), created: Type.String(), disk_usage: Type.Integer(), type: Type.String(),
  thumbnail: Type.Optional(Type.String()), image: Type.Optional(Type.String()), exclusive: Type.Optional(Type.Boolean()),
  web_matches: Type.Optional(Type.String()), press_matches: Type.Optional(Type.String()),
});
export type PathObject = Static<typeof PathObject>;

/** Ours: how the query and the registered image relate. */
export const Geometry = Type.Object({
  score: Type.Number(), class: Type.String(), verified: Type.Boolean(), transform: Type.Array(Type.Number()), inliers: Type.Integer(), covered: Type.Number(),
});

export const Match = Type.Object({
  url: Type.Optional(Type.String()),
  created: Type.String(),
  type: Type.Union([Type.Literal('user'), Type.Literal('web'), Type.Literal('press'), Type.Literal('credit')]),
  watermarked: Type.Optional(Type.Boolean()),
  exclusive: Type.Optional(Type.Boolean()),
  query_url: Type.Optional(Type.String()),
  query_page_url: Type.Optional(Type.String()),
  issue: Type.Optional(Type.Object({ name: Type.Optional(Type.String()), date: Type.Optional(Type.String()) })),
  page_number: Type.Optional(Type.Integer()),
  credit: Type.Optional(Type.String()),
  image_url: Type.Optional(Type.String()),
  page_url: Type.Optional(Type.String()),
  paths: Type.Optional(Type.Array(PathObject)),
  image: Type.Optional(ImageObject),
  geometry: Type.Optional(Geometry),
});
export type Match = Static<typeof Match>;

export const MatchList = Type.Object({ ...PAGING, results: Type.Array(Match) });
export type MatchList = Static<typeof MatchList>;

export const SearchObject = Type.Object({
  url: Type.String(),
  type: Type.Union([Type.Literal('image'), Type.Literal('document')]),
  image: Type.Optional(Type.String()),
  document: Type.Optional(Type.String()),
  name: Type.String(),
  created: Type.String(),
  status: Type.Union([Type.Literal('pending'), Type.Literal('in progress'), Type.Literal('complete'), Type.Literal('failed'), Type.Literal('cancelled')]),
  progress: Type.Optional(Type.Integer()),
  matches: Type.Optional(Type.String()),
  /** Ours: why it failed. */
  details: Type.Optional(Type.String()),
});
export type SearchObject = Static<typeof SearchObject>;

export const SearchList = Type.Object({ ...PAGING, results: Type.Array(SearchObject) });

/** A synchronous search is not recorded: its matches are here. */
export const SyncSearch = Type.Object({ status: Type.String(), matches: Type.Array(Match) });

export const AccountObject = Type.Object({
  username: Type.String(), email: Type.String(), full_name: Type.String(), service_plan: Type.String(), incidents: Nullable(Type.String()),
  image_count: Type.Integer(), image_quota: Nullable(Type.Integer()), disk_quota: Nullable(Type.Integer()), disk_usage: Type.Integer(), home: Type.String(),
  account_expires: Type.Optional(Type.String()),
});
export type AccountObject = Static<typeof AccountObject>;

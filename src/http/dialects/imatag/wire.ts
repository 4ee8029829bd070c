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

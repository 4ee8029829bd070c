/** Crawls in the native API. */
import { Type, type Static } from 'typebox';

const Options = {
  crawlDelay: Type.Optional(Type.Integer({ minimum: 1, maximum: 14_400, description: 's; longest time of one crawl' })),
  downloadDelay: Type.Optional(Type.Number({ minimum: 0, maximum: 60, description: 's between two requests to one host' })),
  downloadTimeout: Type.Optional(Type.Integer({ minimum: 1, maximum: 120, description: 's for one request' })),
  search: Type.Optional(Type.Boolean()),
} as const;

export const CrawlInput = Type.Object({ url: Type.String({ maxLength: 2048 }), ...Options }, { additionalProperties: false });
export const CrawlSettingsInput = Type.Object({ ...Options, repeatAfter: Type.Optional(Type.Union([Type.Integer({ minimum: 60, maximum: 31_536_000 }), Type.Null()], { description: 's from the end of a crawl to the next; null = only when asked for' })) }, { additionalProperties: false });

export const CrawlView = Type.Object({
  id: Type.Integer(), startUrls: Type.Array(Type.String()), state: Type.String(), cycle: Type.Integer(),
  crawlDelay: Type.Integer(), downloadDelay: Type.Number(), downloadTimeout: Type.Integer(), search: Type.Boolean(),
  repeatAfter: Type.Union([Type.Integer(), Type.Null()]), nextAt: Type.Union([Type.String(), Type.Null()]), createdAt: Type.String(), startedAt: Type.String(),
  /** Addresses; `workedMs` counts against `crawlDelay`. */
  progress: Type.Object({ done: Type.Integer(), open: Type.Integer(), pages: Type.Integer(), images: Type.Integer(), workedMs: Type.Integer(), bytes: Type.Integer() }),
});
export type CrawlView = Static<typeof CrawlView>;

export const CreditLines = Type.Object({ lines: Type.Array(Type.String({ minLength: 2, maxLength: 200 }), { maxItems: 50 }) }, { additionalProperties: false });

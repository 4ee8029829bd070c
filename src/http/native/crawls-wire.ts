/** Crawls in the native API. */
import { Type, type Static } from 'typebox';

const Options = {
  crawlDelay: Type.Optional(Type.Integer({ minimum: 1, maximum: 14_400, description: 's; longest time of one crawl' })),
  downloadDelay: Type.Optional(Type.Number({ minimum: 0, maximum: 60, description: 's between two requests to one host' })),
  downloadTimeout: Type.Optional(Type.Integer({ minimum: 1, maximum: 120, description: 's for one request' })),
  search: Type.Optional(Type.Boolean()),
  render: Type.Optional(Type.Boolean({ description: 'pages are drawn by the installed browser, so that links made by scripts are found' })),
} as const;

export const CrawlInput = Type.Object({ url: Type.String({ maxLength: 2048 }), ...Options }, { additionalProperties: false });
export const CrawlSettingsInput = Type.Object({ ...Options, repeatAfter: Type.Optional(Type.Union([Type.Integer({ minimum: 60, maximum: 31_536_000 }), Type.Null()], { description: 's from the end of a crawl to the next; null = only when asked for' })) }, { additionalProperties: false });

export const CrawlView = Type.Object({
  id: Type.Integer(), startUrls: Type.Array(Type.String()), state: Type.String(), cycle: Type.Integer(),
  crawlDelay: Type.Integer(), downloadDelay: Type.Number(), downloadTimeout: Type.Integer(), search: Type.Boolean(), render: Type.Boolean(),
  repeatAfter: Type.Union([Type.Integer(), Type.Null()]), nextAt: Type.Union([Type.String(), Type.Null()]), createdAt: Type.String(), startedAt: Type.String(),
  /** Addresses; `workedMs` counts against `crawlDelay`. */
  progress: Type.Object({ done: Type.Integer(), open: Type.Integer(), pages: Type.Integer(), images: Type.Integer(), workedMs: Type.Integer(), bytes: Type.Integer() }),
  /** Found by the session: matches on the web, and by credit line. */
  matches: Type.Object({ web: Type.Integer(), credit: Type.Integer() }),
});
export type CrawlView = Static<typeof CrawlView>;

export const CrawlList = Type.Object({
  crawls: Type.Array(CrawlView),
  /** Whether a browser is installed that could draw pages. */
  browser: Type.Boolean(),
});
export type CrawlList = Static<typeof CrawlList>;

const Part = Type.Object({ count: Type.Integer(), log: Type.Optional(Type.String()), tar: Type.Optional(Type.String()), warc: Type.Optional(Type.String()) });
/** What one crawl found; `log`, `tar` and `warc` are addresses to download from. */
export const BatchView = Type.Object({
  id: Type.Integer(), cycle: Type.Integer(), endedAt: Type.String(), pages: Part, images: Part, videos: Part, documents: Part,
  /** Null: pages were not to be drawn. `browser` null: none was there to draw them. */
  rendering: Type.Union([Type.Object({ browser: Type.Union([Type.String(), Type.Null()]), pages: Type.Integer() }), Type.Null()]),
});
export type BatchView = Static<typeof BatchView>;

export const CreditLines = Type.Object({ lines: Type.Array(Type.String({ minLength: 2, maxLength: 200 }), { maxItems: 50 }) }, { additionalProperties: false });

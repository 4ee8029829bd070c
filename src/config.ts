/** Configuration: one typed table. The only reader of process.env; docs/configuration.md is checked against it. */
import { accessSync, constants, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from './core/errors.ts';
import { findBrowser } from './crawl/browser/find-browser.ts';

const MiB = 2 ** 20;
const DAY = 86_400_000;
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

interface Setting<T> {
  readonly env: string;
  readonly says: string;
  readonly default: T;
  /** The default as the documentation says it, where it depends on the machine. */
  readonly shown?: string;
  /** @throws {Error} says what is expected. */
  readonly read: (text: string) => T;
}

const text = (env: string, value: string, says: string): Setting<string> => ({ env, says, default: value, read: (t) => t });
const maybe = (env: string, says: string): Setting<string | undefined> => ({ env, says, default: undefined, read: (t) => t || undefined });
const oneOf = (env: string, values: readonly string[], says: string): Setting<string> => ({
  env, says, default: values[0] as string,
  read(t) {
    if (!values.includes(t)) throw new Error(`expected one of ${values.join(', ')}`);
    return t;
  },
});
const number = (env: string, value: number, says: string, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): Setting<number> => ({
  env, says, default: value,
  read(t) {
    const n = Number(t);
    if (t.trim() === '' || !Number.isFinite(n) || n < min || n > max) throw new Error(`expected a number from ${min} to ${max}`);
    return n;
  },
});
const flag = (env: string, says: string): Setting<boolean> => ({
  env, says, default: false,
  read(t) {
    if (!/^(0|1|true|false)$/.test(t)) throw new Error('expected true or false');
    return t === '1' || t === 'true';
  },
});

/** Every setting, once. Names are the configuration's; `env` is what an operator writes. */
export const SETTINGS = {
  port: number('PORT', 8080, 'TCP port of the server; 0 picks a free one', { max: 65535 }),
  host: text('HOST', '0.0.0.0', 'address to listen on'),
  dataDir: { ...text('DATA_DIR', path.join(root, 'data'), 'folder of the embedded database and the blobs'), shown: '`./data`; as root in a folder closed to other users `/var/lib/touchstone-…`' },
  databaseUrl: maybe('DATABASE_URL', 'PostgreSQL ≥ 14 to use instead of the embedded one'),
  blobUrl: maybe('BLOB_URL', '`s3://KEY:SECRET@BUCKET/PREFIX?endpoint=URL&region=R` (key and secret may come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY); default: `DATA_DIR/blobs`'),
  publicUrl: maybe('PUBLIC_URL', 'base URL that clients see, for links in answers; default `http://localhost:PORT`'),
  workers: { ...number('WORKERS', Math.max(1, Math.min(8, os.availableParallelism())), 'worker threads that examine images', { min: 1, max: 64 }), shown: 'cores, at most 8' },
  role: oneOf('ROLE', ['all', 'api', 'worker'], '`all`, `api` or `worker`: what this process does'),
  logLevel: oneOf('LOG_LEVEL', ['info', 'trace', 'debug', 'warn', 'error', 'fatal', 'silent'], 'trace, debug, info, warn, error, fatal or silent'),
  allowPrivateFetch: text('ALLOW_PRIVATE_FETCH', '', 'comma list of host, CIDR or host:port that outgoing requests may reach although private'),
  crawlContact: maybe('CRAWL_CONTACT', 'address or e-mail that the crawler names in its User-Agent, so that a site can ask; default `PUBLIC_URL`'),
  pressFolder: maybe('PRESS_FOLDER', 'folder whose PDFs are taken in as issues of the press, each once: `Name_YYYY-MM-DD.pdf` or `Name/YYYY-MM-DD.pdf`; looked into every minute'),
  chromiumPath: {
    ...maybe('CHROMIUM_PATH', 'Chromium or Chrome that draws pages for crawls and evidence; `none`: use no browser'),
    default: findBrowser(process.env['PATH'] ?? ''), shown: 'the one on the `PATH`', read: (t: string) => (t === 'none' || t === '' ? undefined : t),
  },
  trustProxy: maybe('TRUST_PROXY', 'comma list of addresses or CIDRs of reverse proxies whose X-Forwarded-For is believed'),
  demo: oneOf('DEMO', ['true', 'false'], '`false`: make no demo account and no demo scan at first start'),
  signMarked: flag('SIGN_MARKED', 'sign Content Credentials (C2PA) into JPEG and PNG files that the server marks; the certificate is the server\'s own, made on first use'),
  faultInjection: flag('FAULT_INJECTION', 'for tests only: the header `X-Touchstone-Fault` provokes failures'),
  retentionMs: { ...number('RETENTION_DAYS', 90, 'days that scans, results and reports are kept', { min: 1, max: 36500 }), unit: DAY },
  maxDocumentBytes: { ...number('LIMIT_DOCUMENT_MB', 30, 'documents must be smaller than this many MiB', { min: 0.001 }), unit: MiB },
  maxImageBytes: { ...number('LIMIT_IMAGE_MB', 20, 'images must be smaller than this many MiB', { min: 0.001 }), unit: MiB },
  maxPages: number('LIMIT_PAGES', 50, 'documents must have fewer pages than this', { min: 1 }),
  maxImages: number('LIMIT_IMAGES', 25, 'images in one submission, at most', { min: 1 }),
  maxPixels: { ...number('LIMIT_MEGAPIXELS', 100, 'megapixels of one image, at most', { min: 1, max: 1000 }), unit: 1e6 },
  maxFigures: number('LIMIT_FIGURES', 400, 'figures read from one document, at most', { min: 1 }),
  taskTimeoutMs: { ...number('TASK_TIMEOUT_SECONDS', 120, 'seconds after which one step on one image is ended', { min: 1 }), unit: 1000 },
  scansPerMinute: number('RATE_SCANS_PER_MINUTE', 20, 'starts of a scan a minute and key', { min: 1 }),
  resultsPerMinute: number('RATE_RESULTS_PER_MINUTE', 60, 'reads of results a minute and key', { min: 1 }),
  imatagPerSecond: number('RATE_IMATAG_PER_SECOND', 10, 'calls of the IMATAG API a second and account', { min: 1 }),
  imatagPerMinute: number('RATE_IMATAG_PER_MINUTE', 0, 'calls of the IMATAG API a minute and account; 0 = not limited'),
  imatagPerHour: number('RATE_IMATAG_PER_HOUR', 0, 'calls of the IMATAG API an hour and account; 0 = not limited'),
  imatagPerDay: number('RATE_IMATAG_PER_DAY', 50_000, 'calls of the IMATAG API in 24 hours and account', { min: 1 }),
  marksPerDay: number('RATE_WATERMARKING_PER_DAY', 1000, 'images marked through the IMATAG API in 24 hours and account', { min: 1 }),
  maxBinaryBytes: { ...number('LIMIT_BINARY_MB', 100, 'MiB of one body of the IMATAG API, at most', { min: 0.001 }), unit: MiB },
  maxJsonBytes: { ...number('LIMIT_JSON_MB', 64, 'MiB of one JSON body of the IMATAG API, at most', { min: 0.001 }), unit: MiB },
  imgauthPerMinute: number('RATE_IMGAUTH_PER_MINUTE', 120, 'calls of the ImgAuth API a minute and account', { min: 1 }),
  maxImgauthBytes: { ...number('LIMIT_IMGAUTH_BODY_MB', 16, 'MiB of one body of the ImgAuth API, at most', { min: 0.001 }), unit: MiB },
  imgauthProportion: oneOf('IMGAUTH_PROPORTION', ['area', 'confidence'], '`area`: `tampered_proportion` is the share of the area; `confidence`: the score of the page, as the vendor\'s table words it'),
  loginsPerMinute: number('RATE_LOGINS_PER_MINUTE', 5, 'sign-in attempts a minute and address', { min: 1 }),
} as const;

type Value<S> = S extends Setting<infer T> ? T : never;
export type Config = { readonly [K in keyof typeof SETTINGS]: Value<(typeof SETTINGS)[K]> } & { readonly root: string; readonly version: string };

/** @throws {InputError} a setting is out of range: `config/invalid`. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const values: Record<string, unknown> = { root, version: '0.1.0' };
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const given = env[setting.env];
    const unit = 'unit' in setting ? setting.unit : undefined;
    try {
      const value = given === undefined ? setting.default : setting.read(given);
      values[name] = unit !== undefined && typeof value === 'number' ? value * unit : value;
    } catch (cause) {
      throw new InputError('config/invalid', `${setting.env} is "${given}": ${(cause as Error).message}`, { setting: setting.env }, { cause });
    }
  }
  if (env['DATA_DIR'] === undefined) values['dataDir'] = defaultDataDir();
  else values['dataDir'] = path.resolve(env['DATA_DIR']);
  return values as unknown as Config;
}

/** `./data`; but `/var/lib/touchstone` for root in a folder that no other user may enter, since the database never runs as root. */
function defaultDataDir(): string {
  const local = path.join(root, 'data');
  if (process.getuid?.() !== 0 || othersMayEnter(root)) return local;
  return `/var/lib/touchstone${root.replaceAll(path.sep, '-')}`;
}

function othersMayEnter(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK);
    for (let at = folder; ; at = path.dirname(at)) {
      if ((statSync(at).mode & 0o001) === 0) return false;
      if (at === path.dirname(at)) return true;
    }
  } catch {
    return false;
  }
}

/** Tells whether images carry the mark of a registration. Needs no server, and no database but that of DATABASE_URL. */
import { readFile } from 'node:fs/promises';
import type { Compute } from '../../compute/compute.ts';
import { openPool } from '../../compute/pool.ts';
import { AppError, InputError } from '../../core/errors.ts';
import { serverKeyPair } from '../../registry/marks/key-pair.ts';
import type { DetectInput } from '../../scan/tasks/detect-marks.ts';
import { mapParallel } from '../../scan/ports.ts';
import { defineCommand, EXIT, UsageError, type CommandContext } from '../command.ts';

/** Of one QUERY; `error` only where it could not be read. */
interface Line {
  readonly query: string;
  readonly marked: boolean;
  /** Bound on the chance of this answer without the mark; 1: nothing speaks for it. */
  readonly p: number;
  readonly log10p: number;
  readonly payload: number | null;
  /** Query → original pixels, 3 × 3 by rows; null: not comparable. */
  readonly transform: readonly number[] | null;
  /** Copies with several payloads were mixed; nobody is named. */
  readonly ambiguous?: true;
  readonly error?: string;
}

const MAX_PAYLOAD = 2 ** 24 - 1;

export default defineCommand({
  name: 'watermark detect',
  usage: 'watermark detect QUERY… --registration R.lmk [--original O] [--secret S] [--payload-max N] [--json]',
  summary: 'Tell whether images carry the mark of a registration file, with the proven p-value; one line a QUERY.',
  options: { registration: { type: 'string' }, original: { type: 'string' }, secret: { type: 'string' }, 'payload-max': { type: 'string' }, json: { type: 'boolean' } },

  async run(values, queries, context) {
    const { registration, original, secret, json } = values;
    if (queries.length === 0) throw new UsageError('no QUERY given');
    if (typeof registration !== 'string') throw new UsageError('no --registration given');
    const payloadMax = values['payload-max'] === undefined ? undefined : payloadOf(String(values['payload-max']));
    const compute = openPool({ workers: Math.min(context.config.workers, queries.length), timeoutMs: context.config.taskTimeoutMs });
    try {
      const asked = {
        ...(await openHost(registration, typeof original === 'string' ? original : undefined, compute, context)),
        ...(typeof secret === 'string' ? { secret } : {}), ...(payloadMax === undefined ? {} : { payloadMax }), maxPixels: context.config.maxPixels,
      };
      const lines = await mapParallel(queries, compute.workers + 1, (query) => ask(query, asked, compute));
      for (const line of lines) context.print(json ? JSON.stringify(line) : inWords(line));
      return lines.some(({ error }) => error !== undefined) ? EXIT.error : EXIT.done;
    } finally {
      await compute.close();
    }
  },
});

function payloadOf(text: string): number {
  const payload = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
  if (!(payload <= MAX_PAYLOAD)) throw new UsageError(`--payload-max is "${text}"; a whole number from 0 to ${MAX_PAYLOAD} is expected`);
  return payload;
}

/** @throws {InputError} no registration for this key pair, or a transactional one without its original. */
async function openHost(file: string, original: string | undefined, compute: Compute, { config, app }: CommandContext): Promise<Pick<DetectInput, 'design' | 'host' | 'keys'>> {
  const { privatePem } = await serverKeyPair(config, async () => (await app()).store);
  const { design, key, thumb } = await compute.run('open-registration', { bytes: new Uint8Array(await readFile(file)), privateKey: privatePem });
  const bytes = original === undefined ? thumb : new Uint8Array(await readFile(original));
  if (!bytes) throw new InputError('registration/original-unknown', `${file} is transactional and has no picture of its original; give that with --original`);
  return { design, host: { kind: original === undefined ? 'thumb' : 'original', bytes }, keys: [{ source: key, maxPayload: design.maxPayload }] };
}

async function ask(query: string, asked: Omit<DetectInput, 'query'>, compute: Compute): Promise<Line> {
  const none = { query, marked: false, p: 1, log10p: 0, payload: null, transform: null };
  try {
    const { keys: [found], transform } = await compute.run('detect-marks', { ...asked, query: new Uint8Array(await readFile(query)) });
    if (!found) return none;
    const { marked, log10p, payload, ambiguous } = found;
    return { query, marked, p: 10 ** log10p, log10p, payload: ambiguous ? null : payload ?? null, transform: transform ?? null, ...(ambiguous ? { ambiguous } : {}) };
  } catch (error) {
    const known = error instanceof AppError || (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!known) throw error;
    return { ...none, error: (error as Error).message };
  }
}

function inWords({ query, marked, log10p, payload, ambiguous, transform, error }: Line): string {
  if (error !== undefined) return `${query}: ${error}`;
  if (marked) return `${query}: marked, p ≤ 10^${log10p.toFixed(1)}${payload === null ? '' : `, payload ${payload}`}${ambiguous ? ', copies with several payloads were mixed' : ''}`;
  return `${query}: ${transform === null ? 'not comparable with this original' : 'not marked'}`;
}

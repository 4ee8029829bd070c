/** Which days an overview is asked for. The reference lists the parameters as a body of a GET, so a small body is read when the query has none. */
import { Type } from 'typebox';
import type { FastifyRequest } from 'fastify';
import { InputError } from '../../../core/errors.ts';

/** Checked by `readSpan`, which says what is wrong in words. */
export const OverviewQuery = Type.Object({
  startDate: Type.Optional(Type.String({ description: 'YYYY-MM-DD, required' })),
  endDate: Type.Optional(Type.String({ description: 'YYYY-MM-DD, required' })),
  exportFormat: Type.Optional(Type.String({ description: 'json (default) or csv' })),
});

export interface Span {
  readonly startDate: string;
  readonly endDate: string;
  readonly format: 'json' | 'csv';
  /** Start of the first day. */
  readonly from: Date;
  /** Start of the last day. */
  readonly to: Date;
}

const MAX_BODY = 65_536;

/** @throws {InputError} a date is missing or no date, the end lies before the start, another format. */
export async function readSpan(request: FastifyRequest): Promise<Span> {
  const query = new URLSearchParams(request.url.split('?')[1] ?? '');
  const given = ['startDate', 'endDate', 'exportFormat'].some((name) => query.has(name)) ? query : await readBody(request);
  const [startDate, endDate, format] = [given.get('startDate'), given.get('endDate'), given.get('exportFormat') ?? 'json'];
  if (startDate === null || endDate === null) throw new InputError('request/invalid', missing(startDate, endDate));
  if (format !== 'json' && format !== 'csv') throw new InputError('request/invalid', `exportFormat is "${format.slice(0, 40)}"; expected json or csv`);
  const span = { startDate, endDate, format, from: readDay('startDate', startDate), to: readDay('endDate', endDate) } as const;
  if (span.to < span.from) throw new InputError('request/invalid', `endDate ${endDate} lies before startDate ${startDate}`);
  return span;
}

/** The reference prints its curl without quotes, so that a shell cuts the address at the first `&`. */
function missing(startDate: string | null, endDate: string | null): string {
  const lacks = [startDate === null ? 'startDate' : '', endDate === null ? 'endDate' : ''].filter(Boolean).join(' and ');
  return `${lacks} missing (YYYY-MM-DD); in a shell the address must be quoted, or it ends at the first &: curl 'HOST/v1/scan-overview?startDate=2023-01-01&endDate=2023-06-30' -H 'Authorization: Bearer API_Key'`;
}

function readDay(name: string, text: string): Date {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) throw new InputError('request/invalid', `${name} is "${text.slice(0, 40)}"; expected a day as YYYY-MM-DD`);
  return day;
}

async function readBody({ raw, headers }: FastifyRequest): Promise<URLSearchParams> {
  const type = headers['content-type'] ?? '';
  if (!/^application\/(?:json|x-www-form-urlencoded)/i.test(type)) return new URLSearchParams();
  let text = '';
  for await (const chunk of raw) {
    text += String(chunk);
    if (text.length > MAX_BODY) throw new InputError('request/invalid', 'the body is too large for an overview request');
  }
  try {
    return /json/i.test(type) ? new URLSearchParams(JSON.parse(text) as Record<string, string>) : new URLSearchParams(text);
  } catch (cause) {
    throw new InputError('request/invalid', 'the body is not valid JSON', {}, { cause });
  }
}

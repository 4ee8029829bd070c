/** Plain pages that need no script: gone, maintenance, documentation. */
import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { POLICY } from './security-headers.ts';

const STYLE = [
  ':root{color-scheme:light dark}',
  'body{font:16px/1.6 system-ui,sans-serif;max-width:52rem;margin:3rem auto;padding:0 1.25rem}',
  'table{border-collapse:collapse;display:block;overflow-x:auto}td,th{border:1px solid #8886;padding:.3rem .6rem;text-align:left;vertical-align:top}',
  'pre{overflow-x:auto;padding:.75rem 1rem;border:1px solid #8886;border-radius:4px}code{font-size:.9em}',
].join('');
const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

export interface MessagePage {
  readonly status: number;
  readonly title: string;
  /** Trusted: made by us. */
  readonly html: string;
}

export function messagePage(reply: FastifyReply, { status, title, html }: MessagePage): FastifyReply {
  return reply
    .code(status)
    .header('content-security-policy', POLICY.replace("style-src 'self'", `style-src ${STYLE_HASH}`))
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)} – Touchstone</title><style>${STYLE}</style></head><body>${html}</body></html>\n`);
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

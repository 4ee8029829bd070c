/** Takes an issue of the press in and looks for registered images in it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NotFoundError } from '../../core/errors.ts';
import readPress, { startReading } from '../../jobs/read-press.ts';
import { keepIssue } from '../../registry/press/keep-issue.ts';
import type { Store } from '../../store/store.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

interface Seen {
  readonly page: number;
  /** Of the registered image. */
  readonly path: string;
  readonly score: number;
  readonly class: string;
  readonly watermarked: boolean;
}

export default defineCommand({
  name: 'press add',
  usage: 'press add FILE.pdf --name N --date YYYY-MM-DD [--user NAME] [--json]',
  summary: 'Look for registered images in an issue of the press: of every account whose press search is on, or of one user.',
  options: { name: { type: 'string' }, date: { type: 'string' }, user: { type: 'string' }, json: { type: 'boolean' } },

  async run({ name, date, user, json }, files, { app: open, note, print }) {
    const [file] = files;
    if (file === undefined || files.length > 1) throw new UsageError('one FILE is expected');
    if (typeof name !== 'string' || typeof date !== 'string') throw new UsageError('--name and --date are needed');
    const app = await open();
    const { store, queue } = app;
    const account = typeof user === 'string' ? await store.accounts.named(user) : undefined;
    const bytes = new Uint8Array(await readFile(file));
    const { issue, isNew } = await keepIssue({ accountId: account?.id ?? null, name, date, fileName: path.basename(file), bytes }, (tx, row) => startReading(tx, queue, row), app);
    note(isNew ? `issue ${issue.id} is kept; it is read now` : `issue ${issue.id} is known already`);
    await readPress.run({ issueId: issue.id }, app); // at once, also where no server runs; a server that takes the job meanwhile writes no page twice
    const read = await store.press.find(issue.id);
    if (!read) throw new NotFoundError('not-found', 'the issue was removed meanwhile');
    const matches = await matchesOf(issue.id, store);
    if (json) print(JSON.stringify({ id: read.id, name: read.name, date: read.date, state: read.state, pages: read.pages, problem: read.problem?.message ?? null, matches }));
    else if (read.problem) print(`${path.basename(file)}: ${read.problem.message}`);
    else print([`${read.name}, ${read.date}: ${read.pages ?? 0} pages, ${matches.length} ${matches.length === 1 ? 'match' : 'matches'}`, ...matches.map(({ page, path: where, score, watermarked }) => `  page ${page}: ${where} (${(100 * score).toFixed(0)} %${watermarked ? ', watermarked' : ''})`)].join('\n'));
    return read.state === 'failed' ? EXIT.error : EXIT.done;
  },
});

async function matchesOf(issueId: number, store: Store): Promise<readonly Seen[]> {
  const rows = await store.matches.byIds(await store.press.matchIds(issueId));
  const paths = await store.media.pathsOf(rows.flatMap(({ media_ids }) => media_ids));
  return rows.map(({ page_number, media_ids, geometry, watermarked }) => ({
    page: page_number ?? 0, path: (paths.get(media_ids[0] ?? 0) ?? []).join('/'), score: geometry?.score ?? 0, class: geometry?.class ?? 'similar', watermarked,
  }));
}

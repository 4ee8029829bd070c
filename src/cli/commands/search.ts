/** Looks images up in the reference library. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../../core/errors.ts';
import type { TransformLimit } from '../../core/reference.ts';
import { LIBRARY } from '../../registry/library/scope.ts';
import type { IndexMatch } from '../../registry/image-index.ts';
import { mapParallel } from '../../scan/ports.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

const LIMITS = ['scale', 'affine', 'perspective'] as const satisfies readonly TransformLimit[];
/** Best candidates told of each FILE. */
const MOST = 10;

export default defineCommand({
  name: 'search',
  usage: 'search FILE… [--transform scale|affine|perspective] [--json]',
  summary: 'Look up images in the reference library: the ten best candidates, with geometry and whether it is proven.',
  options: { json: { type: 'boolean' }, transform: { type: 'string', default: 'perspective' } },

  async run({ json, transform }, files, { app: open, print }) {
    if (files.length === 0) throw new UsageError('no FILE given');
    const limit = LIMITS.find((one) => one === transform);
    if (!limit) throw new UsageError(`--transform is "${String(transform)}"; ${LIMITS.join(', ')} is expected`);
    const app = await open();
    let failed = false;
    const told = inOrder(print);
    await mapParallel(files, app.compute.workers + 1, async (file, i) => {
      try {
        const matches = await app.index.search(new Uint8Array(await readFile(file)), { scopes: [LIBRARY], transform: limit, unverified: true, panels: true, limit: MOST, lane: 'scan' });
        told(i, json ? JSON.stringify({ file, matches: matches.map(toLine) }) : toText(file, matches));
      } catch (error) {
        const known = error instanceof AppError ? !error.code.startsWith('store/') : (error as NodeJS.ErrnoException).syscall !== undefined;
        if (!known) throw error;
        failed = true;
        const message = (error as Error).message;
        told(i, json ? JSON.stringify({ file, error: message, matches: [] }) : `${file}: ${message}`);
      }
    });
    return failed ? EXIT.error : EXIT.done;
  },
});

function toLine({ id, name, score, class: kind, verified, transform, inliers, covered }: IndexMatch): object {
  return { id: String(id), name, score, class: kind, verified, transform, inliers, covered };
}

function toText(file: string, matches: readonly IndexMatch[]): string {
  if (matches.length === 0) return `${file}: nothing like it`;
  return [`${file}:`, ...matches.map(({ name, score, class: kind, verified, inliers, source }) => `  ${score.toFixed(2)}  ${verified ? kind : `${kind}, not proven`}  ${name}${source.title ? ` (${source.title})` : ''}, ${inliers} inliers`)].join('\n');
}

/** Prints lines in the order of their numbers, each as soon as all before it are there. */
function inOrder(print: (line: string) => void): (at: number, line: string) => void {
  const waiting = new Map<number, string>();
  let next = 0;
  return (at, line) => {
    waiting.set(at, line);
    for (let ready = waiting.get(next); ready !== undefined; ready = waiting.get(next)) {
      print(ready);
      waiting.delete(next++);
    }
  };
}

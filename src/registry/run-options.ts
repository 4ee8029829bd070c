/** How the tasks of one search run. */
import type { RunOptions } from '../compute/compute.ts';
import type { SearchOptions } from './image-index.ts';

export function runOptions({ lane = 'serve', signal }: SearchOptions): RunOptions {
  return { lane, ...(signal ? { signal } : {}) };
}

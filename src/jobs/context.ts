/** What a job is handed: everything that does something outside its own file. */
import type { Logger } from 'pino';
import type { Blobs } from '../blobs/blobs.ts';
import type { Compute } from '../compute/compute.ts';
import type { Config } from '../config.ts';
import type { ImageIndex } from '../registry/image-index.ts';
import type { Store } from '../store/store.ts';
import type { Queue } from './queue.ts';

export interface JobContext {
  readonly config: Config;
  readonly log: Logger;
  readonly store: Store;
  readonly blobs: Blobs;
  readonly compute: Compute;
  readonly queue: Queue;
  /** The reference index. */
  readonly index: ImageIndex;
  readonly clock: () => Date;
  /** Aborted when the process is asked to stop. */
  readonly signal: AbortSignal;
}

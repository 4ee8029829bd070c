/** What the routes are handed: everything outside HTTP. */
import type { JobContext } from '../jobs/context.ts';

export type Services = Omit<JobContext, 'signal'>;

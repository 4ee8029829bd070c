/** Every job. */
import deliverCallback from './deliver-callback.ts';
import expire from './expire.ts';
import type { JobDefinition } from './job.ts';
import scan from './scan.ts';

export const JOBS = [scan, deliverCallback, expire] as unknown as readonly JobDefinition[];

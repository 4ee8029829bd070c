/** What the routes are handed: everything outside HTTP. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { JobContext } from '../jobs/context.ts';

export type Services = Omit<JobContext, 'signal'>;

export interface HttpServices extends Services {
  /** Base of the links in answers, without a slash at its end. */
  baseUrl(): string;
  /** Aborted when the server closes: streams end. */
  readonly closing: AbortSignal;
}

/** A handful of routes. */
export type Routes = FastifyPluginAsyncTypebox<HttpServices>;

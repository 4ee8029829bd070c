/** `GET /health`: 200 when the server can do its work, 503 while it cannot. */
import { Type } from 'typebox';
import { Health } from './native/wire.ts';
import type { Routes } from './services.ts';

export const health: Routes = async (app, { store, compute, config }) => {
  const Unready = Type.Object({ status: Type.Literal('unavailable'), message: Type.String() });
  app.get('/health', { schema: { tags: ['service'], summary: 'Whether the server is ready', security: [], response: { 200: Health, 503: Unready } } }, async (_, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      const [row] = await store.sql<{ server_version: string }>`show server_version`;
      const demo = await store.accounts.demoName();
      return {
        status: 'ready' as const, version: config.version, engine: `touchstone ${config.version}`, database: `PostgreSQL ${row?.server_version ?? ''}`, workers: compute.workers,
        ...(demo === undefined ? {} : { demo }),
      };
    } catch {
      return reply.code(503).send({ status: 'unavailable' as const, message: 'the database is not answering' });
    }
  });
};

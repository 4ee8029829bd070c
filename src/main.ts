/** Composition root of the server: `npm start`. */
import { readConfig } from './config.ts';
import { AppError } from './core/errors.ts';
import { logger, openApp } from './app.ts';
import { buildServer } from './http/server.ts';
import { firstStart } from './first-start.ts';

try {
  await serve();
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`touchstone: ${error.message}\n`);
  process.exit(2);
}

async function serve(): Promise<void> {
  const config = readConfig();
  const log = logger(config);
  const app = await openApp(config, { asServer: true, log });
  const server = await buildServer(app);
  if (config.role !== 'api') await app.work();
  await server.listen({ port: config.port, host: config.host });
  const address = server.addresses()[0];
  const port = typeof address === 'object' ? address.port : config.port;
  log.info({ port, dataDir: config.dataDir }, 'ready');
  process.stdout.write(`\n  Touchstone runs at ${config.publicUrl ?? `http://localhost:${port}`}\n`);
  await firstStart(app, config.publicUrl ?? `http://localhost:${port}`);

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    await server.close();
    await app.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('SIGTERM', () => void stop('SIGTERM'));
}

/** The maintenance switch: `touchstone admin maintenance on`. Read on every call, so that it holds at once in every process. */
import { type AppError, UnavailableError } from '../core/errors.ts';
import type { Services } from './services.ts';

const RETRY_AFTER_SECONDS = 300;

export async function inMaintenance({ store }: Pick<Services, 'store'>): Promise<boolean> {
  return (await store.settings.read<boolean>('maintenance')) === true;
}

/** @throws {UnavailableError} `maintenance` */
export async function refuseInMaintenance(services: Pick<Services, 'store'>): Promise<void> {
  if (!(await inMaintenance(services))) return;
  throw new UnavailableError('maintenance', 'the service is under maintenance; try again in a few minutes', { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** Tests provoke failures with `X-Touchstone-Fault: timeout|crash|remote|store`; the header means nothing unless FAULT_INJECTION is set. */
export function provokeFault(header: string | readonly string[] | undefined, { config }: Pick<Services, 'config'>): void {
  if (!config.faultInjection || header === undefined) return;
  throw faultFor(String(header));
}

function faultFor(name: string): AppError {
  if (name === 'timeout') return new UnavailableError('compute/timeout', 'the examination took too long and was ended (provoked)');
  if (name === 'remote') return new UnavailableError('fetch/failed', 'an address did not answer (provoked)');
  if (name === 'store') return new UnavailableError('store/unavailable', 'the database does not answer (provoked)');
  return new UnavailableError('compute/crashed', 'a worker ended while it examined an image (provoked)');
}

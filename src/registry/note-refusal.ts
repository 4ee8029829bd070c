/** Remembers with the account that a registration was refused for want of room: it is one of its incidents until something is freed or added. */
import { AppError } from '../core/errors.ts';
import type { RegistryParts } from './prepare-registration.ts';

/** Runs `use`; a refusal is noted outside its transaction, which is rolled back. */
export async function noteRefusal<T>({ store }: Pick<RegistryParts, 'store'>, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    const owner = error instanceof AppError && error.code === 'media/quota-exceeded' ? error.details['accountId'] : undefined;
    if (typeof owner === 'string') await store.mediaUsage.refuse(owner);
    throw error;
  }
}

/** Reads one submitted file: pages and encoded figures. */
import type { IntakeLimits, ReadFile } from '../../intake/read-file.types.ts';
import { readFile } from '../../intake/read-file.ts';

export interface ReadInput {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly limits: IntakeLimits;
}

export type ReadOutput = ReadFile;

export async function readSubmitted({ bytes, name, limits }: ReadInput): Promise<ReadOutput> {
  return readFile(bytes, name, limits);
}

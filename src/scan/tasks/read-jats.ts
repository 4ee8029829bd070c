/** Reads the metadata of an article package. */
import { readJats as read, type JatsArticle } from '../../intake/jats/read-jats.ts';

export interface JatsInput {
  readonly bytes: Uint8Array;
}

export type JatsOutput = JatsArticle;

export function readJats({ bytes }: JatsInput): JatsOutput {
  return read(bytes);
}

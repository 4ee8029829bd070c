/** What is known of one image. */
import type { VerifyReply } from '../../../src/http/native/verify-wire.ts';
import { searchByImage, type Found } from './image-search.ts';
import { sendForm } from './send-form.ts';

export interface Verified {
  readonly name: string;
  /** As it was dropped. */
  readonly file: File;
  readonly reply: VerifyReply;
  /** Copies in the library and among my media; marks are read with the latter. */
  readonly copies: readonly Found[];
}

/** @throws {ApiError} refused, or unreachable. */
export async function verifyImage(file: File, onSent: (share: number) => void, signal: AbortSignal): Promise<Verified> {
  const form = new FormData();
  form.append('file', file, file.name);
  const reply = await sendForm<VerifyReply>('/verify', form, onSent, signal);
  const search = { file, transform: 'perspective', unverified: false } as const;
  const copies = await Promise.all((['library', 'media'] as const).map((place) => searchByImage({ ...search, place }, () => undefined, signal)));
  return { name: file.name, file, reply, copies };
}

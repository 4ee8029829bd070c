import type { LibraryFile } from './find-files.ts';

/** Hands on what is found; when `most` are under way the finder waits. The first error ends it. */
export async function inParallel(most: number, use: (file: LibraryFile) => Promise<void>, find: (start: (file: LibraryFile) => Promise<void>) => Promise<void>): Promise<void> {
  const running = new Set<Promise<void>>();
  let failed: { readonly error: unknown } | undefined;
  try {
    await find(async (file) => {
      if (failed) throw failed.error;
      const task: Promise<void> = use(file).catch((error: unknown) => { failed ??= { error }; }).finally(() => running.delete(task));
      running.add(task);
      if (running.size > most) await Promise.race(running);
    });
  } finally {
    await Promise.all(running); // nothing goes on behind the caller's back
  }
  if (failed) throw failed.error;
}

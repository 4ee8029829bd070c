/** Enrols images in the reference library. May be stopped and run again: what is there already is passed over. */
import { AppError } from '../../core/errors.ts';
import type { ReferenceSource } from '../../core/reference.ts';
import { toDoi } from '../../registry/library/doi.ts';
import { enrollFile } from '../../registry/library/enroll-file.ts';
import { findFiles, type LibraryFile } from '../../registry/library/find-files.ts';
import { inParallel } from '../../registry/library/in-parallel.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

/** ms between two lines of progress. */
const TELL_EVERY = 3000;

export default defineCommand({
  name: 'reference add',
  usage: 'reference add PATH… [--collection C] [--licence L] [--title T] [--doi D]',
  summary: 'Enrol images in the reference library: files, folders, zip archives, PDF, DOCX, article packages (JATS).',
  options: { collection: { type: 'string' }, licence: { type: 'string' }, title: { type: 'string' }, doi: { type: 'string' } },

  async run(values, paths, { app: open, note, print }) {
    if (paths.length === 0) throw new UsageError('no PATH given');
    const app = await open();
    const said: ReferenceSource = Object.fromEntries(['collection', 'licence', 'title', 'doi'].flatMap((key) => (typeof values[key] === 'string' ? [[key, values[key]]] : [])));
    const given: ReferenceSource = said.doi === undefined ? said : { ...said, doi: toDoi(said.doi) ?? said.doi };
    const count = { files: 0, images: 0, known: 0, skipped: 0 };
    let told = performance.now();
    const skip = (name: string, reason: string): void => {
      count.skipped++;
      note(`skipped ${name}: ${reason}`);
    };
    const enrol = async (file: LibraryFile): Promise<void> => {
      try {
        const { images, known } = await enrollFile(file, given, app);
        count.files++;
        count.images += images;
        if (known) count.known++;
      } catch (error) {
        if (!(error instanceof AppError) || error.code.startsWith('store/')) throw error;
        skip(file.name, error.message);
      }
      if (performance.now() - told > TELL_EVERY) {
        told = performance.now();
        note(`${count.files} files, ${count.images} images enrolled, ${count.skipped} skipped; now ${file.name}`);
      }
    };
    await inParallel(app.compute.workers, enrol, async (start) => {
      for (const path of paths) await findFiles(path, app.compute, { file: start, skip });
    });
    await app.index.merge();
    print(`${count.images} images enrolled from ${count.files - count.known} files; ${count.known} files were there already; ${count.skipped} skipped`);
    return count.files === 0 && count.skipped > 0 ? EXIT.error : EXIT.done;
  },
});

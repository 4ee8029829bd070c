/** Stage 1: the files of a submission become figures with ids, kept as blobs. */
import { InputError } from '../core/errors.ts';
import type { FailedRun } from '../core/evidence.ts';
import type { Figure, Page } from '../core/media.ts';
import type { ReadFile } from '../intake/read-file.types.ts';
import { failedRun } from './failed-run.ts';
import { mapParallel, stageCounter, type InputFile, type ScanOptions, type ScanPorts } from './ports.ts';

export interface FigureWithBytes {
  readonly figure: Figure;
  readonly bytes: Uint8Array;
}

export interface ReadSubmission {
  readonly figures: readonly FigureWithBytes[];
  readonly pages: readonly Page[];
  readonly notes: readonly { readonly file: number; readonly note: string }[];
  /** Files that could not be read, when others could. */
  readonly runs: readonly FailedRun[];
}

/** Version of intake: how documents are taken apart. */
const VERSION = 1;

export async function readFiles(files: readonly InputFile[], { limits }: ScanOptions, ports: ScanPorts): Promise<ReadSubmission> {
  const tick = stageCounter(ports, 'reading', files.length);
  const errors: unknown[] = [];
  const read = await mapParallel(files, ports.parallel, async ({ bytes, name }, file) => {
    try {
      return await ports.run('read-submitted', { bytes, name, limits });
    } catch (error) {
      errors.push(error);
      return failedRun(error, 'intake', VERSION, { file });
    } finally {
      tick();
    }
  });
  const good = read.map((one, file) => ({ one, file })).filter((entry): entry is { one: ReadFile; file: number } => !('status' in entry.one));
  if (good.length === 0) throw errors[0];

  const drafts = good.flatMap(({ one, file }) => one.figures.map((draft) => ({ draft, file })));
  if (drafts.length === 0) {
    const notes = good.flatMap(({ one }) => one.notes).join('; ');
    throw new InputError('document/no-images', `there is no image to examine in ${files.length === 1 ? `"${files[0]?.name}"` : 'these files'}${notes ? ` (${notes})` : ''}; send a document with figures, or the figures as image files`);
  }
  const figures = await mapParallel(drafts, 4, async ({ draft: { bytes, ...rest }, file }, i): Promise<FigureWithBytes> => ({
    figure: { id: `f${i + 1}`, file, sha256: await ports.keep(bytes), ...rest },
    bytes,
  }));
  return {
    figures,
    pages: good.flatMap(({ one, file }) => one.pages.map((page): Page => ({ file, ...page }))),
    notes: good.flatMap(({ one, file }) => one.notes.map((note) => ({ file, note }))),
    runs: read.filter((one) => 'status' in one),
  };
}

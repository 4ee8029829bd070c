/** What there is to enrol at a path: files, folders, archives, article packages (JATS with its images). */
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Compute } from '../../compute/compute.ts';
import { AppError } from '../../core/errors.ts';
import type { ReferenceSource } from '../../core/reference.ts';
import type { JatsArticle } from '../../intake/jats/read-jats.ts';
import { openTar, unzipped } from './open-tar.ts';
import { openZip } from './open-zip.ts';

export interface LibraryFile {
  /** Path as given on the command line, with the place inside a folder or archive. */
  readonly name: string;
  /** What tells it from others of the same name; default the name. Enrolling it again replaces what it held. */
  readonly key?: string;
  read(): Promise<Uint8Array>;
  readonly source: ReferenceSource;
}

export interface FoundFiles {
  file(file: LibraryFile): Promise<void>;
  skip(name: string, reason: string): void;
}

/** bytes; a larger file is no picture and no paper. */
const MAX_BYTES = 512 * 2 ** 20;
const ARCHIVE = /\.(zip|tar|tgz|tar\.gz)$/i;
const IMAGE_OR_DOCUMENT = /\.(jpe?g|jfif|png|gif|bmp|tiff?|svg|webp|pdf|docx)$/i;

/** In the order of the names, so that a second run meets the same files in the same order. Symbolic links below a folder are not followed. */
export async function findFiles(given: string, compute: Compute, found: FoundFiles): Promise<void> {
  const stats = await lstat(given).catch((error: NodeJS.ErrnoException) => {
    found.skip(given, error.code === 'ENOENT' ? 'there is no such file' : error.message);
  });
  if (!stats) return;
  if (stats.isDirectory()) return walk(given, compute, found);
  return one({ name: given, bytes: stats.size, read: async () => new Uint8Array(await readFile(given)) }, {}, compute, found);
}

async function walk(folder: string, compute: Compute, found: FoundFiles): Promise<void> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = [];
  for (const entry of entries) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) await walk(name, compute, found);
    else if (entry.isFile()) parts.push({ name, bytes: (await lstat(name)).size, read: async () => new Uint8Array(await readFile(name)) });
    else found.skip(name, 'is neither a file nor a folder');
  }
  await together(parts, compute, found);
}

/** A file somewhere: in a folder, an archive, or what was uploaded. */
export interface Part {
  readonly name: string;
  readonly key?: string;
  readonly bytes: number;
  read(): Promise<Uint8Array>;
}

/** Files of one folder: when an article is among them, its metadata go with its images. */
export async function together(parts: readonly Part[], compute: Compute, found: FoundFiles): Promise<void> {
  const articles: JatsArticle[] = [];
  for (const part of parts.filter(({ name }) => /\.(nxml|xml)$/i.test(name))) {
    try {
      articles.push(await compute.run('read-jats', { bytes: await part.read() }));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      found.skip(part.name, error.message);
    }
  }
  const article = articles.length === 1 ? articles[0] : undefined;
  for (const part of parts) {
    if (/\.(nxml|xml)$/i.test(part.name)) continue;
    await one(part, article ? sourceIn(article, part.name) : {}, compute, found);
  }
}

async function one(part: Part, source: ReferenceSource, compute: Compute, found: FoundFiles): Promise<void> {
  const { name, key, bytes, read } = part;
  if (bytes === 0) return found.skip(name, 'is empty');
  if (bytes > MAX_BYTES) return found.skip(name, `has more than ${MAX_BYTES / 2 ** 20} MiB`);
  if (ARCHIVE.test(name)) return archive(part, compute, found);
  if (!IMAGE_OR_DOCUMENT.test(name)) return found.skip(name, 'is neither an image nor a document by its name');
  return found.file({ name, ...(key === undefined ? {} : { key }), read, source });
}

async function archive({ name, key = name, read }: Part, compute: Compute, found: FoundFiles): Promise<void> {
  try {
    const bytes = await read();
    const entries = /\.zip$/i.test(name) ? await openZip(bytes, MAX_BYTES) : openTar(await unzipped(bytes), MAX_BYTES);
    const byFolder = Map.groupBy(entries, (entry) => path.posix.dirname(entry.name));
    for (const [, inside] of [...byFolder].sort(([a], [b]) => (a < b ? -1 : 1))) {
      await together(inside.map((entry) => ({ ...entry, name: `${name}/${entry.name}`, key: `${key}/${entry.name}` })).filter((entry) => {
        if (!ARCHIVE.test(entry.name)) return true;
        found.skip(entry.name, 'an archive within an archive is not opened');
        return false;
      }), compute, found);
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    found.skip(name, error.message);
  }
}

function sourceIn({ title, doi, licence, figures }: JatsArticle, name: string): ReferenceSource {
  const stem = (text: string): string => path.posix.basename(text).replace(/\.[a-z]{2,4}$/i, '').toLowerCase();
  const figure = figures.find(({ href }) => stem(href) === stem(name.replaceAll('\\', '/')));
  return {
    ...(title ? { title } : {}), ...(doi ? { doi } : {}), ...(licence ? { licence } : {}),
    ...(figure?.label ? { figure: figure.label } : {}), ...(figure?.caption ? { caption: figure.caption } : {}),
  };
}

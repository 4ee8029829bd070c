/** The files in a zip archive, read within bounds. */
import yauzl from 'yauzl';
import { InputError, LimitError } from '../../core/errors.ts';

export interface ZippedFile {
  readonly name: string;
  /** As the archive declares; yauzl stops a file that yields more. */
  readonly bytes: number;
  read(): Promise<Uint8Array>;
}

const MAX_FILES = 200_000;

/** @throws {InputError} `document/corrupt`. @throws {LimitError} `document/bomb` */
export async function openZip(bytes: Uint8Array, maxFileBytes: number): Promise<ZippedFile[]> {
  const files: ZippedFile[] = [];
  try {
    const zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), { strictFileNames: true });
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      if (files.length >= MAX_FILES) throw new LimitError('document/bomb', `the archive holds more than ${MAX_FILES} files`, { limit: MAX_FILES });
      files.push({
        name: entry.fileName, bytes: entry.uncompressedSize,
        async read() {
          if (entry.uncompressedSize > maxFileBytes) throw new LimitError('document/bomb', `${entry.fileName} unpacks to ${entry.uncompressedSize} bytes`, { limit: maxFileBytes });
          const chunks: Buffer[] = [];
          for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
          return new Uint8Array(Buffer.concat(chunks));
        },
      });
    }
  } catch (error) {
    if (error instanceof LimitError) throw error;
    throw new InputError('document/corrupt', `the archive cannot be read: ${error instanceof Error ? error.message : String(error)}`, {}, { cause: error });
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

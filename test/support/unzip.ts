/** Files of a ZIP archive by name, each checked against its checksum. */
import { buffer } from 'node:stream/consumers';
import { fromBuffer } from 'yauzl';

export function unzip(bytes: Uint8Array): Promise<ReadonlyMap<string, Buffer>> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, file) => {
      if (error) return reject(error);
      const read = new Map<string, Buffer>();
      file.on('error', reject);
      file.on('end', () => resolve(read));
      file.on('entry', (entry) => file.openReadStream(entry, (fault, stream) => {
        if (fault) return reject(fault);
        buffer(stream).then((content) => {
          read.set(entry.fileName, content);
          file.readEntry();
        }, reject);
      }));
      file.readEntry();
    });
  });
}

/** The images of a crawl in one TAR: each once, named by its MD5, with a manifest of where they were found. */
import { pack } from 'tar-stream';
import { sniffFormat } from '../imaging/codecs/sniff.ts';
import type { FrontierRow } from '../store/frontier.ts';
import { MAX_PACKED_BYTES } from './limits.ts';

/** Deterministic: the same images give the same bytes. @param read bytes of a blob by its SHA-256. */
export async function imageTar(rows: readonly FrontierRow[], read: (sha256: string) => Promise<Uint8Array>): Promise<Uint8Array> {
  const tar = pack();
  const chunks: Buffer[] = [];
  const ended = (async () => { for await (const chunk of tar) chunks.push(chunk as Buffer); })();
  const manifest: { readonly file: string | null; readonly url: string; readonly page_url: string }[] = [];
  const names = new Map<string, string | null>();
  let bytes = 0;
  for (const { sha256, md5, url, page_url } of rows) {
    if (sha256 === null || md5 === null) continue;
    if (!names.has(md5)) {
      const content = await read(sha256);
      const fits = bytes + content.length <= MAX_PACKED_BYTES;
      const name = fits ? `${md5}.${sniffFormat(content) ?? 'bin'}` : null;
      names.set(md5, name);
      if (name !== null) {
        bytes += content.length;
        tar.entry({ name, mtime: new Date(0), mode: 0o644 }, Buffer.from(content));
      }
    }
    manifest.push({ file: names.get(md5) ?? null, url, page_url });
  }
  tar.entry({ name: 'manifest.json', mtime: new Date(0), mode: 0o644 }, JSON.stringify(manifest, null, 2));
  tar.finalize();
  await ended;
  return Buffer.concat(chunks);
}

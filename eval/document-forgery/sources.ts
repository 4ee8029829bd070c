/** Pages and photographs that forgeries are made of, in two halves that share no source. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

export type PageClass = 'receipt' | 'photo';
export type Split = 'tune' | 'report';

export interface PageSource {
  readonly name: string;
  readonly file: string;
  readonly class: PageClass;
}

/** Every second file by name; photographs from cameras, phones and the web. The micrographs, the 72 px textures and the generated images are left out. */
export function sourcesOf(data: string, split: Split): readonly PageSource[] {
  const root = path.join(data, 'forensics');
  const receipts = list(path.join(root, 'documents'), /\.jpg$/, 'receipt');
  const photos = list(path.join(root, 'real'), /^(?:camera|clothing|imagenet|webp)_\d+\.(?:jpg|webp)$/, 'photo');
  return [receipts, photos].flatMap((sources) => sources.filter((_, i) => i % 2 === (split === 'tune' ? 0 : 1)));
}

function list(folder: string, pattern: RegExp, kind: PageClass): readonly PageSource[] {
  return readdirSync(folder).filter((name) => pattern.test(name)).sort().map((name) => ({ name, file: path.join(folder, name), class: kind }));
}

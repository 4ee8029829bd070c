/** Pages and photographs that forgeries are made of, in two halves that share no source. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

export type PageClass = 'receipt' | 'photo';
/**
 * `report` is neither trained nor tuned on. Of the other half the page network may be trained on two sources of three (`taught`, training/document-forgery/pages.py);
 * it is calibrated on the third (`held`). `tune` is both.
 */
export type Split = 'tune' | 'taught' | 'held' | 'report';

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
  return [receipts, photos].flatMap((sources) => {
    if (split === 'report') return sources.filter((_, i) => i % 2 === 1);
    return sources.filter((_, i) => i % 2 === 0).filter((_, i) => split === 'tune' || (i % 3 === 2) === (split === 'held'));
  });
}

function list(folder: string, pattern: RegExp, kind: PageClass): readonly PageSource[] {
  return readdirSync(folder).filter((name) => pattern.test(name)).sort().map((name) => ({ name, file: path.join(folder, name), class: kind }));
}

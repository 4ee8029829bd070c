/** What the ids of a part stand for. Source: ECMA-376 Part 2 §6.5. */
import { posix } from 'node:path';
import type { DocxPackage } from './package.ts';
import { readXml } from './xml.ts';

export interface Relationship {
  /** Last word of the type's URI: `image`, `officeDocument`, … */
  readonly type: string;
  /** Name of a part; of an external one, nothing is kept: it is never fetched. */
  readonly target: string | undefined;
}

/** Relationships of a part by id; none when it has no such file. `part` '' is the package. */
export async function relationshipsOf(docx: DocxPackage, part: string): Promise<ReadonlyMap<string, Relationship>> {
  const folder = posix.dirname(part);
  const file = part === '' ? '_rels/.rels' : posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const found = new Map<string, Relationship>();
  if (!docx.has(file)) return found;
  readXml(await docx.read(file), file, {
    open(name, attributes) {
      if (name !== 'Relationship' && !name.endsWith(':Relationship')) return;
      const { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode = '' } = attributes;
      found.set(id, { type: type.slice(type.lastIndexOf('/') + 1), target: mode === 'External' ? undefined : resolvePart(folder, target) });
    },
  });
  return found;
}

/** A target is relative to the folder of its source; the name of a part has no leading slash. It only ever names an entry of the zip. */
function resolvePart(folder: string, target: string): string {
  return posix.join('/', target.startsWith('/') ? '' : folder, target).slice(1);
}

/** The part with the text: `word/document.xml` in all but a few files. */
export async function mainPart(docx: DocxPackage): Promise<string> {
  for (const { type, target } of (await relationshipsOf(docx, '')).values()) {
    if (type === 'officeDocument' && target !== undefined && docx.has(target)) return target;
  }
  return 'word/document.xml';
}

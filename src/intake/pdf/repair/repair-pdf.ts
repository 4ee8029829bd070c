/** A PDF that is cut off or lost its cross-references, written anew from the objects that are whole. */
import { scanObjects, type FoundObject } from './scan-objects.ts';

export interface RepairedPdf {
  readonly bytes: Uint8Array;
  /** Pages at the end, one for each image that no remaining page shows. Where it stood is unknown. */
  readonly strayImages: number;
}

/** Levels of the tree of pages that are followed. */
const MAX_DEPTH = 30;
const MAX_PAGES = 5000;
const MAX_STRAY = 500;

/**
 * Pages keep their numbers while the tree of pages is there: a page that is lost is an empty one. Without a tree they come in the
 * order of the file.
 *
 * @returns undefined when nothing worth a page is whole, or when the file is encrypted (its strings would need their old numbers).
 */
export function repairPdf(bytes: Uint8Array): RepairedPdf | undefined {
  const { objects, trailers } = scanObjects(bytes);
  if (trailers.some((text) => /\/Encrypt\b/.test(text))) return undefined;
  const all = [...objects.values()];
  const pages = pagesOf(objects, all);
  const stray = strayImages(objects, all, pages.filter((page) => page !== undefined)).slice(0, MAX_STRAY);
  if (!pages.some((page) => page !== undefined) && stray.length === 0) return undefined;

  const writer = new Writer(Math.max(0, ...objects.keys()) + 1);
  for (const object of all) if (!/\/Type\s*\/(ObjStm|XRef)\b/.test(object.text)) writer.put(object);
  const root = writer.next();
  const catalog = writer.next();
  const kids = [
    ...pages.map((page) => page?.number ?? writer.add(`<< /Type /Page /Parent ${root} 0 R /MediaBox [0 0 612 792] >>`)),
    ...stray.map((image) => strayPage(writer, image, root)),
  ];
  writer.put({ number: root, text: `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((n) => `${n} 0 R`).join(' ')}] >>` });
  writer.put({ number: catalog, text: `<< /Type /Catalog /Pages ${root} 0 R >>` });
  return { bytes: writer.end(catalog), strayImages: stray.length };
}

const isPage = ({ text }: FoundObject): boolean => /\/Type\s*\/Page(?![A-Za-z])/.test(text);
const isImage = ({ text, stream }: FoundObject): boolean => stream !== undefined && /\/Subtype\s*\/Image\b/.test(text);
const references = (text: string): number[] => [...text.matchAll(/(?<![0-9])(\d{1,9})\s{1,4}\d{1,5}\s{1,4}R(?![A-Za-z])/g)].map(([, number]) => Number(number));

/** Pages in order; undefined where the tree names one that is lost. Pages that the tree does not reach follow. */
function pagesOf(objects: ReadonlyMap<number, FoundObject>, all: readonly FoundObject[]): (FoundObject | undefined)[] {
  const pages: (FoundObject | undefined)[] = [];
  const seen = new Set<number>();
  const walk = (number: number, depth: number): void => {
    if (seen.has(number) || depth > MAX_DEPTH || pages.length >= MAX_PAGES) return;
    seen.add(number);
    const object = objects.get(number);
    const kids = object && /\/Kids\s*\[([^\]]*)\]/.exec(object.text)?.[1];
    if (kids !== undefined) for (const kid of references(kids)) walk(kid, depth + 1);
    else pages.push(object && isPage(object) && canBePainted(objects, object) ? object : undefined);
  };
  const catalog = all.findLast(({ text }) => /\/Type\s*\/Catalog\b/.test(text));
  const root = catalog && /\/Pages\s+(\d{1,9})\s/.exec(catalog.text)?.[1];
  const tops = root !== undefined && objects.has(Number(root)) ? [Number(root)] : all.filter(({ text }) => /\/Type\s*\/Pages\b/.test(text) && !/\/Parent\b/.test(text)).map(({ number }) => number);
  for (const top of tops) walk(top, 0);
  return [...pages, ...all.filter((object) => isPage(object) && !seen.has(object.number) && canBePainted(objects, object))].slice(0, MAX_PAGES);
}

/** Its content is all there, and so is what names its images. */
function canBePainted(objects: ReadonlyMap<number, FoundObject>, page: FoundObject): boolean {
  const contents = /\/Contents\s*(\[[^\]]*\]|\d{1,9}\s{1,4}\d{1,5}\s{1,4}R)/.exec(page.text)?.[1] ?? '';
  if (!references(contents).every((number) => objects.has(number))) return false;
  let holder: FoundObject | undefined = page;
  for (let level = 0; holder && level < MAX_DEPTH; level++) {
    const resources: string | undefined = /\/Resources\s*(<<|\d{1,9})/.exec(holder.text)?.[1];
    if (resources !== undefined) return resources === '<<' || objects.has(Number(resources));
    const parent: string | undefined = /\/Parent\s+(\d{1,9})\s/.exec(holder.text)?.[1];
    holder = parent === undefined ? undefined : objects.get(Number(parent));
  }
  return false;
}

/** Images, no masks, that cannot be reached from any page. */
function strayImages(objects: ReadonlyMap<number, FoundObject>, all: readonly FoundObject[], pages: readonly FoundObject[]): FoundObject[] {
  const reached = new Set<number>();
  const open = pages.map(({ number }) => number);
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    const object = objects.get(number);
    if (reached.has(number) || !object) continue;
    reached.add(number);
    // Not on to the parent's other pages, nor from a link to another page.
    const onwards = isPage(object) ? object.text.replace(/\/Annots\s*\[[^\]]*\]/, '') : object.text;
    open.push(...references(onwards).filter((next) => !/\/Type\s*\/(Page|Catalog)(?![A-Za-z])/.test(objects.get(next)?.text ?? '')));
  }
  const masks = new Set(all.flatMap(({ text }) => [...text.matchAll(/\/S?Mask\s+(\d{1,9})\s/g)].map(([, number]) => Number(number))));
  return all.filter((object) => isImage(object) && !reached.has(object.number) && !masks.has(object.number) && !/\/ImageMask\s+true\b/.test(object.text));
}

function strayPage(writer: Writer, { number, text }: FoundObject, parent: number): number {
  const [width, height] = [/\/Width\s+(\d{1,6})/, /\/Height\s+(\d{1,6})/].map((entry) => Number(entry.exec(text)?.[1] ?? 1)) as [number, number];
  const content = writer.add('<< >>', Buffer.from(`q ${width} 0 0 ${height} 0 0 cm /Im Do Q`));
  return writer.add(`<< /Type /Page /Parent ${parent} 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /XObject << /Im ${number} 0 R >> >> /Contents ${content} 0 R >>`);
}

class Writer {
  readonly #parts: Uint8Array[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  readonly #offsets = new Map<number, number>();
  #length = this.#parts[0]?.length ?? 0;
  #next: number;

  constructor(next: number) {
    this.#next = next;
  }

  next(): number {
    return this.#next++;
  }

  add(text: string, stream?: Uint8Array): number {
    const number = this.next();
    this.put({ number, text, ...(stream ? { stream } : {}) });
    return number;
  }

  put({ number, text, stream }: FoundObject): void {
    this.#offsets.set(number, this.#length);
    const head = stream ? `${withLength(text, stream.length)}\nstream\n` : text;
    this.#push(Buffer.from(`${number} 0 obj\n${head}`, 'latin1'));
    if (stream) {
      this.#push(stream);
      this.#push(Buffer.from('\nendstream'));
    }
    this.#push(Buffer.from('\nendobj\n'));
  }

  end(catalog: number): Uint8Array {
    const start = this.#length;
    const rows = [...this.#offsets].map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`);
    this.#push(Buffer.from(`xref\n0 1\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Size ${this.#next} /Root ${catalog} 0 R >>\nstartxref\n${start}\n%%EOF\n`));
    return Buffer.concat(this.#parts);
  }

  #push(part: Uint8Array): void {
    this.#parts.push(part);
    this.#length += part.length;
  }
}

/** Its length as it is; the stated one may be wrong, or stand in an object that is lost. */
function withLength(dict: string, length: number): string {
  const open = dict.indexOf('<<');
  return `${dict.slice(0, open + 2)} /Length ${length} ${dict.slice(open + 2).replace(/\/Length\s+\d{1,10}(\s+\d{1,5}\s+R\b)?/, '')}`;
}

/** Makes an SVG harmless before librsvg sees it: what could run, load or expand is dropped and named, or the file refused. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { InputError, LimitError } from '../../../core/errors.ts';
import type { ImageHeader } from '../headers/image-header.ts';
import { readGifHeader } from '../headers/gif.ts';
import { readJpegHeader } from '../headers/jpeg.ts';
import { readPngHeader } from '../headers/png.ts';
import { readWebpHeader } from '../headers/webp.ts';
import { sniffFormat } from '../sniff.ts';
import { PaintCount } from './paint-count.ts';

export interface SafeSvg {
  /** Attributes of the root element. */
  readonly root: Readonly<Record<string, string>>;
  /** Everything within the root element, serialised. */
  readonly body: string;
  readonly notes: readonly string[];
}

/** Elements within elements. */
const MAX_DEPTH = 500;
const DROPPED_ELEMENTS: ReadonlySet<string> = new Set(['script', 'foreignObject', 'iframe', 'audio', 'video', 'handler', 'listener']);
/** px of one raster inside the drawing. */
const MAX_EMBEDDED_PIXELS = 100_000_000;
const EMBEDDED: Readonly<Record<string, (bytes: Uint8Array) => ImageHeader>> = { png: readPngHeader, jpeg: readJpegHeader, gif: readGifHeader, webp: readWebpHeader };

/**
 * @throws {InputError} `image/corrupt` (not well-formed XML), `image/unsupported` (declares entities).
 * @throws {LimitError} `image/too-many-pixels`: more elements, or deeper, than are painted.
 */
export function sanitizeSvg(bytes: Uint8Array): SafeSvg {
  const text = decodeXml(bytes);
  if (/<!ENTITY/i.test(text)) throw new InputError('image/unsupported', 'the SVG declares XML entities; export it again without them');
  const cleaner = new Cleaner();
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  parser.on('opentag', (tag) => cleaner.open(tag));
  parser.on('closetag', (tag) => cleaner.close(tag));
  parser.on('text', (part) => cleaner.text(part));
  parser.on('cdata', (part) => cleaner.text(part));
  parser.on('error', (error) => {
    throw new InputError('image/corrupt', `the SVG is not well-formed XML: ${error.message}`, {}, { cause: error });
  });
  parser.write(text).close();
  return cleaner.result();
}

function decodeXml(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** Re-serialises a stream of XML events, leaving things out. */
class Cleaner {
  readonly #out: string[] = [];
  readonly #notes = new Set<string>();
  #root: Readonly<Record<string, string>> = {};
  #depth = 0;
  /** Depth at which a dropped element began; everything within goes with it. */
  #droppedAt = Infinity;
  #inStyle = false;
  readonly #count = new PaintCount();

  open({ name, attributes, isSelfClosing }: SaxesTagPlain): void {
    this.#depth++;
    if (this.#depth > MAX_DEPTH) throw new LimitError('image/too-many-pixels', `the SVG nests more than ${MAX_DEPTH} elements; send it as PNG`, { limit: MAX_DEPTH });
    this.#count.open(attributes);
    const local = localName(name);
    if (this.#droppedAt < Infinity) return;
    if (DROPPED_ELEMENTS.has(local)) {
      this.#droppedAt = this.#depth;
      this.#notes.add(local === 'foreignObject' ? 'svg-foreign-object' : 'svg-script');
      return;
    }
    this.#inStyle = local === 'style';
    const kept = this.#attributes(attributes);
    if (this.#depth === 1) this.#root = kept;
    else this.#out.push(`<${name}${serialize(kept)}${isSelfClosing ? '/' : ''}>`);
  }

  close({ name, isSelfClosing }: SaxesTagPlain): void {
    const depth = this.#depth--;
    this.#count.close();
    if (this.#droppedAt === depth) this.#droppedAt = Infinity;
    else if (this.#droppedAt === Infinity && depth > 1 && !isSelfClosing) this.#out.push(`</${name}>`);
    this.#inStyle = false;
  }

  text(part: string): void {
    if (this.#droppedAt < Infinity || this.#depth === 0) return;
    this.#out.push(escapeXml(this.#inStyle ? this.#css(part) : part));
  }

  result(): SafeSvg {
    this.#count.check();
    return { root: this.#root, body: this.#out.join(''), notes: [...this.#notes] };
  }

  #attributes(attributes: Readonly<Record<string, string>>): Record<string, string> {
    const kept: Record<string, string> = {};
    for (const [name, value] of Object.entries(attributes)) {
      const local = localName(name);
      if (/^on/i.test(local)) this.#notes.add('svg-script');
      else if (local === 'base') this.#notes.add('external-image');
      else if ((local === 'href' || local === 'src') && !isInternal(value)) this.#notes.add('external-image');
      else kept[name] = this.#css(value);
    }
    return kept;
  }

  /** Takes `@import` and every `url()` that leads outside out of a style or a presentation attribute. */
  #css(css: string): string {
    const plain = css.replace(/@import[^;]*;?/gi, () => this.#external(''));
    return plain.replace(/url\(\s*(['"]?)([^)]*?)\1\s*\)/gi, (whole, _quote, target: string) => (isInternal(target) ? whole : this.#external('none')));
  }

  #external(replacement: string): string {
    this.#notes.add('external-image');
    return replacement;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** A fragment of this drawing, or a raster inside it whose bytes are really one, of a size that may be decoded. */
function isInternal(target: string): boolean {
  const trimmed = target.trim();
  if (trimmed.startsWith('#')) return true;
  const data = /^data:image\/[\w.+-]+;base64,/i.exec(trimmed);
  if (!data) return false;
  const bytes = Buffer.from(trimmed.slice(data[0].length), 'base64');
  const read = EMBEDDED[sniffFormat(bytes) ?? ''];
  if (!read) return false;
  try {
    const { width, height } = read(bytes);
    return width * height <= MAX_EMBEDDED_PIXELS;
  } catch {
    return false; // no readable header: librsvg could not paint it either
  }
}

function serialize(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeXml(value).replace(/"/g, '&quot;')}"`).join('');
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

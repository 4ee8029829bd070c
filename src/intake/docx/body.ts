/** The body of a document as a list of paragraphs with the pictures placed in them. Source: ECMA-376 Part 1 §17, §20. */
import { readXml } from './xml.ts';

export interface PlacedPicture {
  /** Relationship id of the picture. */
  readonly id: string;
  /** Part of the picture is hidden by cropping in the document. */
  readonly cropped: boolean;
}

export interface Paragraph {
  readonly text: string;
  /** Style id, `Caption` for one. */
  readonly style: string;
  readonly pictures: readonly PlacedPicture[];
  readonly inTable: boolean;
}

export interface Body {
  readonly paragraphs: readonly Paragraph[];
  /** Page breaks someone put in. */
  readonly hardBreaks: number;
  /** Page breaks Word found when it last laid the text out, hard ones included. */
  readonly renderedBreaks: number;
}

/** characters; a caption is shorter, a novel in one paragraph is not kept. */
const MAX_TEXT = 4000;

export function readBody(xml: Uint8Array, part: string): Body {
  const reader = new BodyReader();
  readXml(xml, part, reader);
  return reader.body();
}

interface OpenParagraph {
  text: string;
  style: string;
  readonly pictures: { id: string; cropped: boolean }[];
  readonly inTable: boolean;
}

class BodyReader {
  readonly #paragraphs: Paragraph[] = [];
  /** Text boxes nest paragraphs within paragraphs. */
  readonly #open: OpenParagraph[] = [];
  #tables = 0;
  #fallbacks = 0;
  #inText = false;
  #hardBreaks = 0;
  #renderedBreaks = 0;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    // What is here repeats mc:Choice for older readers: the same picture a second time.
    if (name === 'mc:Fallback') this.#fallbacks++;
    if (this.#fallbacks > 0) return;
    const paragraph = this.#open.at(-1);
    switch (name) {
      case 'w:tbl': this.#tables++; break;
      case 'w:p': this.#open.push({ text: '', style: '', pictures: [], inTable: this.#tables > 0 }); break;
      case 'w:pStyle': if (paragraph) paragraph.style = attributes['w:val'] ?? ''; break;
      case 'w:t': this.#inText = true; break;
      case 'w:tab': case 'w:br': case 'w:cr':
        if (name === 'w:br' && attributes['w:type'] === 'page') this.#hardBreaks++;
        this.#append(' ');
        break;
      case 'w:lastRenderedPageBreak': this.#renderedBreaks++; break;
      case 'a:blip': this.#place(attributes['r:embed'] ?? attributes['r:link']); break;
      case 'v:imagedata': this.#place(attributes['r:id'] ?? attributes['r:embed'] ?? attributes['r:href']); break;
      case 'a:srcRect': this.#crop(attributes); break;
    }
  }

  close(name: string): void {
    if (name === 'mc:Fallback') this.#fallbacks--;
    if (this.#fallbacks > 0) return;
    if (name === 'w:tbl') this.#tables--;
    if (name === 'w:t') this.#inText = false;
    if (name !== 'w:p') return;
    const paragraph = this.#open.pop();
    if (paragraph) this.#paragraphs.push({ ...paragraph, text: paragraph.text.trim() });
  }

  text(text: string): void {
    if (this.#inText && this.#fallbacks === 0) this.#append(text);
  }

  body(): Body {
    return { paragraphs: this.#paragraphs, hardBreaks: this.#hardBreaks, renderedBreaks: this.#renderedBreaks };
  }

  #append(text: string): void {
    const paragraph = this.#open.at(-1);
    if (paragraph && paragraph.text.length < MAX_TEXT) paragraph.text += text;
  }

  #place(id: string | undefined): void {
    if (id) this.#open.at(-1)?.pictures.push({ id, cropped: false });
  }

  #crop(attributes: Readonly<Record<string, string>>): void {
    const picture = this.#open.at(-1)?.pictures.at(-1);
    if (picture && ['l', 't', 'r', 'b'].some((side) => Number(attributes[side] ?? 0) > 0)) picture.cropped = true;
  }
}

import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { InputError, LimitError } from '../../core/errors.ts';

export interface XmlEvents {
  /** Qualified name as written (`w:p`); the prefixes of Office files are fixed in practice. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

/** Elements within elements; Word writes some 40. */
const MAX_DEPTH = 1000;

/**
 * Streams the events of an XML part. A document type is refused, so there are no entities to expand; Office never writes one.
 *
 * @throws {InputError} `document/corrupt`: not well-formed, or with a document type.
 * @throws {LimitError} `document/bomb`: nested too deeply.
 */
export function readXml(bytes: Uint8Array, part: string, events: XmlEvents): void {
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  let depth = 0;
  parser.on('doctype', () => {
    throw new InputError('document/corrupt', `part ${part} of the DOCX has an XML document type, which Word never writes; open it in a word processor, save it again and send that`, { part });
  });
  parser.on('error', (error) => {
    throw new InputError('document/corrupt', `part ${part} of the DOCX is not well-formed XML: ${error.message}`, { part }, { cause: error });
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    if (++depth > MAX_DEPTH) throw new LimitError('document/bomb', `part ${part} of the DOCX nests more than ${MAX_DEPTH} elements`, { part, limit: MAX_DEPTH });
    events.open?.(name, attributes);
  });
  parser.on('closetag', ({ name }) => {
    depth--;
    events.close?.(name);
  });
  parser.on('text', (text) => events.text?.(text));
  parser.write(decode(bytes)).close();
}

function decode(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

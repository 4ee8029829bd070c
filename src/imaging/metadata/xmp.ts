/** Properties of an XMP packet, flat: `xmp:CreatorTool`, `stEvt:softwareAgent`, … Source: ISO 16684-1:2019, §7 (RDF/XML). */
import { SaxesParser } from 'saxes';
import { MAX_FIELDS, MAX_VALUE, type MetadataField } from './field.ts';

/** Elements of RDF itself: they carry values, they are no properties. */
const STRUCTURE = /^(rdf:|x:)/;

/** Of a packet that is no XML: what was read before the error. A document type ends it, so no entity is expanded. */
export function readXmp(packet: Uint8Array): MetadataField[] {
  const fields: MetadataField[] = [];
  const path: string[] = [];
  let text = '';
  const add = (name: string, value: string): void => {
    if (value.trim() !== '' && fields.length < MAX_FIELDS) fields.push({ container: 'XMP', name, value: value.trim().slice(0, MAX_VALUE) });
  };
  const parser = new SaxesParser({ xmlns: false, fragment: true });
  let broken = false;
  parser.on('doctype', () => { broken = true; });
  parser.on('error', () => { broken = true; });
  parser.on('opentag', ({ name, attributes }) => {
    if (broken) return;
    path.push(name);
    text = '';
    for (const [key, value] of Object.entries(attributes as Record<string, string>)) {
      if (key === 'rdf:resource') add(property(path), value);
      else if (!STRUCTURE.test(key) && !key.startsWith('xmlns') && !key.startsWith('xml:')) add(key, value);
    }
  });
  parser.on('text', (part) => { if (!broken) text += part; });
  parser.on('closetag', () => {
    if (broken) return;
    add(property(path), text);
    text = '';
    path.pop();
  });
  try {
    parser.write(new TextDecoder('utf-8').decode(packet).replaceAll('\0', '')).close();
  } catch {
    // What came before stands.
  }
  return fields;
}

/** The nearest element that is a property. */
function property(path: readonly string[]): string {
  return path.findLast((name) => !STRUCTURE.test(name)) ?? 'rdf:Description';
}

/** Texts of an IPTC-IIM record. Source: IPTC-IIM 4.2, §1.5 and record 2. */
import { MAX_VALUE, type MetadataField } from './field.ts';

/** Datasets of record 2 that say who made the image and how. */
const NAMES: Readonly<Record<number, string>> = {
  5: 'ObjectName', 40: 'SpecialInstructions', 65: 'OriginatingProgram', 70: 'ProgramVersion', 80: 'By-line', 110: 'Credit', 115: 'Source', 116: 'CopyrightNotice', 120: 'Caption-Abstract',
};

export function readIptc(record: Uint8Array): MetadataField[] {
  const fields: MetadataField[] = [];
  for (let at = 0; at + 5 <= record.length && record[at] === 0x1c;) {
    const [set, number] = [record[at + 1] ?? 0, record[at + 2] ?? 0];
    const length = ((record[at + 3] ?? 0) << 8) | (record[at + 4] ?? 0);
    if (length & 0x8000) break; // extended dataset: never a text of ours
    const name = set === 2 ? NAMES[number] : undefined;
    if (name) fields.push({ container: 'IPTC', name, value: Buffer.from(record.subarray(at + 5, at + 5 + length)).toString('utf8').slice(0, MAX_VALUE) });
    at += 5 + length;
  }
  return fields;
}

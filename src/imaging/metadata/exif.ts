/** Texts of an EXIF block. Source: Exif 2.32 (CIPA DC-008), read with exifr. */
import exifr from 'exifr';
import { MAX_VALUE, type MetadataField } from './field.ts';

/** Tags that say how the image came about; all others are left alone. */
const TAGS = ['ImageDescription', 'Make', 'Model', 'Software', 'Artist', 'Copyright', 'HostComputer', 'XPComment', 'XPKeywords', 'UserComment', 'DateTimeOriginal', 'LensModel', 'BodySerialNumber', 'ProcessingSoftware'] as const;

/** @param block begins with the TIFF header. A block that cannot be read gives nothing. */
export async function readExif(block: Uint8Array): Promise<MetadataField[]> {
  const found = await tagsOf(block);
  const fields = TAGS.flatMap((name): MetadataField[] => {
    const value = tagOf(found, name);
    const text = name === 'UserComment' || name.startsWith('XP') ? commentText(value) : plainText(value);
    return text === '' ? [] : [{ container: 'EXIF', name, value: text.slice(0, MAX_VALUE) }];
  });
  const makerNote = tagOf(found, 'MakerNote');
  const size = makerNote instanceof Uint8Array ? makerNote.length : 0;
  return size > 0 ? [...fields, { container: 'EXIF', name: 'MakerNote', value: `${size} bytes` }] : fields;
}

/** The parser writes some names with a small first letter, depending on how it was loaded. */
function tagOf(found: Readonly<Record<string, unknown>>, name: string): unknown {
  return found[name] ?? found[name.charAt(0).toLowerCase() + name.slice(1)];
}

async function tagsOf(block: Uint8Array): Promise<Record<string, unknown>> {
  try {
    const options = { tiff: true, exif: true, gps: false, ifd1: false, xmp: false, iptc: false, icc: false, jfif: false, makerNote: true, userComment: true, translateValues: false, reviveValues: false, mergeOutput: true };
    return (await exifr.parse(Buffer.from(block), options) as Record<string, unknown> | undefined) ?? {};
  } catch {
    return {};
  }
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll('\0', '').trim() : typeof value === 'number' ? String(value) : '';
}

/** Exif 2.32 §4.6.5: eight bytes name the encoding. Programs disagree on the byte order of `UNICODE`, so it is judged by where the zeros lie. */
function commentText(value: unknown): string {
  if (!(value instanceof Uint8Array)) return plainText(value);
  const code = Buffer.from(value.subarray(0, 8)).toString('latin1');
  const named = /^(UNICODE|ASCII\0|JIS\0|\0{8})/.test(code);
  const body = named ? value.subarray(8) : value;
  const zeros = [0, 1].map((parity) => body.reduce((sum, byte, i) => sum + (byte === 0 && i % 2 === parity ? 1 : 0), 0));
  const wide = (zeros[0] ?? 0) + (zeros[1] ?? 0) > body.length / 4;
  const decoder = new TextDecoder(wide ? ((zeros[0] ?? 0) > (zeros[1] ?? 0) ? 'utf-16be' : 'utf-16le') : 'utf-8');
  return decoder.decode(body).replaceAll('\0', '').trim();
}

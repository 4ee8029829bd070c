import type { Body } from './body.ts';
import { readBody } from './body.ts';
import { openPackage, type DocxPackage } from './package.ts';
import { mainPart } from './relationships.ts';
import { readXml } from './xml.ts';

/** bytes; what a document may unpack to when only its pages are asked for. */
const MAX_UNPACKED = 500 * 1024 * 1024;
const PROPERTIES = 'docProps/app.xml';

/** Pages of a DOCX: as its properties say, else by page breaks; undefined when neither tells. @throws {InputError | LimitError} `document/*`. */
export async function countDocxPages(bytes: Uint8Array): Promise<number | undefined> {
  const docx = await openPackage(bytes, MAX_UNPACKED);
  const declared = await declaredPages(docx);
  if (declared !== undefined) return declared;
  const part = await mainPart(docx);
  return pagesByBreaks(readBody(await docx.read(part), part));
}

async function declaredPages(docx: DocxPackage): Promise<number | undefined> {
  if (!docx.has(PROPERTIES)) return undefined;
  let inPages = false;
  let text = '';
  readXml(await docx.read(PROPERTIES), PROPERTIES, {
    open: (name) => void (inPages = name === 'Pages' || name.endsWith(':Pages')),
    close: () => void (inPages = false),
    text: (part) => void (text += inPages ? part : ''),
  });
  const pages = Number(text);
  return Number.isInteger(pages) && pages > 0 ? pages : undefined;
}

/** Word marks a hard break again where it laid it out, so the two counts are not added. */
function pagesByBreaks({ hardBreaks, renderedBreaks }: Body): number | undefined {
  const breaks = Math.max(hardBreaks, renderedBreaks);
  return breaks > 0 ? breaks + 1 : undefined;
}

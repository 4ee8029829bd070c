import { isCaption } from '../caption.ts';
import type { Paragraph } from './body.ts';

/** Paragraphs looked at before and after a picture; panels of one figure in a table make many. */
const REACH = 40;

/** The caption of the pictures in paragraph `at`: the next one by style or by its first word, else the one just before. */
export function captionOf(paragraphs: readonly Paragraph[], at: number): string | undefined {
  return lookFrom(paragraphs, at, 1) ?? lookFrom(paragraphs, at, -1);
}

/** Passes by pictures, empty lines and what stands in a table (panel letters); stops at running text. */
function lookFrom(paragraphs: readonly Paragraph[], at: number, step: 1 | -1): string | undefined {
  for (let i = at, seen = 0; seen <= REACH; i += step, seen++) {
    const paragraph = paragraphs[i];
    if (!paragraph) return undefined;
    const { text, style, inTable, pictures } = paragraph;
    if (text !== '' && (/caption/i.test(style) || isCaption(text))) return text;
    if (text !== '' && !inTable && pictures.length === 0) return undefined;
    // Upwards, another picture owns the caption above it.
    if (step < 0 && i !== at && pictures.length > 0 && !inTable) return undefined;
  }
  return undefined;
}

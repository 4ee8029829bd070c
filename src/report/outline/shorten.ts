/** A long text cut in its middle, so that the extension of a file name stays: "very long na…end.pdf". Counts graphemes. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const tail = Math.floor((max - 1) / 3);
  const reach = max * LONGEST_GRAPHEME;
  if (text.length <= 2 * reach && graphemesOf(text).length <= max) return text;
  const head = graphemesOf(text.slice(0, reach)).slice(0, max - 1 - tail);
  return `${head.join('')}…${graphemesOf(text.slice(-reach)).slice(-tail).join('')}`;
}

/** UTF-16 units; enough for a family of emoji. */
const LONGEST_GRAPHEME = 16;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
function graphemesOf(text: string): string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** A long text cut at its end. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

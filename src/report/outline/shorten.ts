/** A long text cut in its middle, so that the extension of a file name stays: "very long na…end.pdf". Counts graphemes. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const marks = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text.slice(0, 4096))].map(({ segment }) => segment);
  if (marks.length <= max) return marks.join('');
  const tail = Math.floor((max - 1) / 3);
  return `${marks.slice(0, max - 1 - tail).join('')}…${marks.slice(marks.length - tail).join('')}`;
}

/** A long text cut at its end. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1)}…`;
}

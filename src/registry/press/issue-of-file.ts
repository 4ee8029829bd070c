/** Which issue a file of the watched folder is, by its name. */

/**
 * `The Paper_2026-03-31.pdf`, `The Paper 2026-03-31.pdf`, `The Paper/2026-03-31.pdf`. Without a day in it, the day of the file counts.
 *
 * @param file path below the watched folder.
 */
export function issueOfFile(file: string, modified: Date): { readonly name: string; readonly date: string } {
  const words = file.replaceAll('\\', '/').replace(/\.pdf$/i, '').split('/');
  const last = words.at(-1) ?? '';
  const day = /\d{4}-\d{2}-\d{2}/.exec(last)?.[0];
  const rest = last.replace(day ?? '', '').replaceAll(/[_\s]+/g, ' ').replaceAll(/^[ .,–-]+|[ .,–-]+$/g, '');
  return { name: rest || words.at(-2) || last, date: day ?? modified.toISOString().slice(0, 10) };
}

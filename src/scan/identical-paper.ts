/** Recognises the submitted paper itself in the reference library: a published paper always matches its own enrolment. */
import type { InputFile, ReferenceHit } from './ports.ts';

/** Share of the submission's figures that must match one work for it to be the same work, and how many at least. */
const MOST_FIGURES = 0.5;
const LEAST_FIGURES = 2;

/**
 * Whether a hit comes from the submitted paper: the very file was enrolled, its DOI or title is in a file name of the submission,
 * or most figures match the same work.
 */
export function isIdenticalPaper(files: readonly Pick<InputFile, 'name' | 'sha256'>[], panels: readonly { readonly figure: string; readonly hits: readonly ReferenceHit[] }[]): (hit: ReferenceHit) => boolean {
  const hashes = new Set(files.map(({ sha256 }) => sha256));
  const names = files.map(({ name }) => letters(name));
  const figures = new Set(panels.map(({ figure }) => figure)).size;
  const matched = new Map<string, Set<string>>();
  for (const { figure, hits } of panels) for (const hit of hits) {
    const work = workOf(hit);
    if (work) matched.set(work, (matched.get(work) ?? new Set()).add(figure));
  }
  return (hit) => {
    const { documentSha256, doi, title } = hit.source;
    if (documentSha256 !== undefined && hashes.has(documentSha256)) return true;
    if (doi !== undefined && names.some((name) => name.includes(letters(doi)))) return true;
    if (title !== undefined && letters(title).length >= 20 && names.some((name) => name.includes(letters(title)))) return true;
    const count = matched.get(workOf(hit) ?? '')?.size ?? 0;
    return count >= LEAST_FIGURES && count > MOST_FIGURES * figures;
  };
}

/** What tells one work from another, the surest first. */
function workOf({ source: { doi, documentSha256, title } }: ReferenceHit): string | undefined {
  return doi ?? documentSha256 ?? title;
}

/** Without spaces, signs and case, as file names lose them. */
const letters = (text: string): string => text.toLowerCase().normalize('NFKC').replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** Recomputes evidence from the stored bytes and says where it differs. */
import type { Evidence } from '../core/evidence.ts';

/** Sentences, one for each difference; empty when the two are the same to the last bit. */
export function differences(before: Evidence, after: Evidence): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const parts = (['engine', 'parameters', 'files', 'pages', 'figures', 'panels', 'notes', 'runs', 'findings'] as const)
    .filter((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
  return parts.map((part) => {
    const [a, b] = [before[part], after[part]];
    if (Array.isArray(a) && Array.isArray(b)) {
      const first = a.findIndex((item, i) => JSON.stringify(item) !== JSON.stringify(b[i]));
      return `${part}: ${a.length} before, ${b.length} now; the first that differs is number ${(first < 0 ? a.length : first) + 1}`;
    }
    return typeof a === 'string' ? `${part}: "${a}" before, "${String(b)}" now` : `${part} differ`;
  });
}

/** What of the result page lives in the address, so that back, reload and a copied link keep it. */
export interface ViewSearch {
  /** Least score shown, in whole percent. */
  readonly min?: number;
  /** Filters switched off. */
  readonly off?: readonly Filter[];
  /** The page or figure shown: see `viewKey`. */
  readonly view?: string;
  /** Id of the chosen finding. */
  readonly finding?: string;
}

export type Filter = 'within-figure' | 'across-figures' | 'across-pages' | 'external' | 'dismissed';
export const FILTERS = ['within-figure', 'across-figures', 'across-pages', 'external', 'dismissed'] as const satisfies readonly Filter[];

const isFilter = (value: unknown): value is Filter => (FILTERS as readonly unknown[]).includes(value);

export function readView({ min, off, view, finding }: Record<string, unknown>): ViewSearch {
  return {
    ...(typeof min === 'number' && min >= 0 && min <= 100 ? { min: Math.round(min) } : {}),
    ...(Array.isArray(off) && off.some(isFilter) ? { off: off.filter(isFilter) } : {}),
    ...(typeof view === 'string' ? { view } : {}),
    ...(typeof finding === 'string' ? { finding } : {}),
  };
}

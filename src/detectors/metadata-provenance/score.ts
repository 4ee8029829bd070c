import type { ProvenanceFact } from '../../core/provenance.ts';

export interface ProvenanceParams {
  /** All of the image, said by a trace or by a manifest that holds. */
  readonly generated: number;
  /** A part of it. */
  readonly composite: number;
  /** Said by a manifest that does not hold for these bytes: somebody changed the file after it was signed. */
  readonly unproven: number;
}

/** The strongest claim; 0 where there is none. */
export function scoreOf(facts: readonly ProvenanceFact[], params: ProvenanceParams): number {
  return Math.max(0, ...facts.map(({ says, holds }) => (says === undefined ? 0 : holds === false ? params.unproven : params[says])));
}

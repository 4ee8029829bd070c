/** What was not looked at, and why: not examined and clean are different things. */
import type { AbstainReason, Run } from '../../../src/core/evidence.ts';
import type { Panel, PanelClass } from '../../../src/core/media.ts';

/** `skipped`: a panel left out for its class. `abstained`: a method could not judge it. `failed`: a method broke off. */
export type Gap =
  | { readonly is: 'skipped'; readonly why: PanelClass; readonly places: readonly Place[] }
  | { readonly is: 'abstained'; readonly why: AbstainReason; readonly places: readonly Place[] }
  | { readonly is: 'failed'; readonly why: string; readonly detector: string; readonly places: readonly Place[] };

export interface Place {
  readonly figure?: string;
  readonly panel?: string;
}

/** A panel skipped for its class is told once, not again for each method that abstained on it for that. */
export function gapsOf(panels: readonly Panel[], runs: readonly Run[]): readonly Gap[] {
  const gaps = new Map<string, Gap & { places: Place[] }>();
  const add = (key: string, gap: Gap, place: Place): void => {
    const known = gaps.get(key) ?? { ...gap, places: [] };
    if (!known.places.some(({ figure, panel }) => figure === place.figure && panel === place.panel)) known.places.push(place);
    gaps.set(key, known);
  };
  const skipped = new Set<string>();
  for (const panel of panels.filter(({ examined }) => !examined)) {
    skipped.add(panel.id);
    add(`skipped/${panel.class}`, { is: 'skipped', why: panel.class, places: [] }, { figure: panel.figure, panel: panel.id });
  }
  for (const run of runs) {
    if (run.status === 'completed' || (run.status === 'abstained' && run.reason === 'other-class') || (run.panel !== undefined && skipped.has(run.panel))) continue;
    const place: Place = { ...(run.figure === undefined ? {} : { figure: run.figure }), ...(run.panel === undefined ? {} : { panel: run.panel }) };
    if (run.status === 'abstained') add(`abstained/${run.reason}`, { is: 'abstained', why: run.reason, places: [] }, place);
    else add(`failed/${run.detector}/${run.code}`, { is: 'failed', why: run.code, detector: run.detector, places: [] }, place);
  }
  return [...gaps.values()];
}

/** The reference library as a scan asks it. */
import type { ReferenceState } from '../core/evidence.ts';
import { LIBRARY } from '../registry/library/scope.ts';
import type { ReferencePort } from '../scan/ports.ts';
import type { JobContext } from './context.ts';

/** Matches of one panel that are told. */
const MOST = 5;

/**
 * @param recorded what the library held when the evidence was made: a replay then asks only for what was there, and says what is gone.
 */
export function referencePort({ index, compute }: Pick<JobContext, 'index' | 'compute'>, signal: AbortSignal, recorded?: ReferenceState): ReferencePort {
  return {
    state: async () => recorded ?? index.state(LIBRARY),
    async query(panel) {
      const query = await compute.run('describe-panel', panel, { signal });
      const matches = await index.searchMeasured(query, { scopes: [LIBRARY], limit: recorded ? 2 * MOST : MOST, lane: 'scan', signal });
      const known = matches.filter(({ id, verified }) => verified && id <= (recorded?.newest ?? Number.POSITIVE_INFINITY)).slice(0, MOST);
      const pictures = await index.pictures(known.map(({ id }) => id));
      return known.flatMap(({ id, class: match, ...rest }) => {
        const picture = pictures.get(id);
        return picture ? [{ entry: id, match, picture, name: rest.name, source: rest.source, score: rest.score, width: rest.width, height: rest.height, transform: rest.transform, inliers: rest.inliers, covered: rest.covered }] : [];
      });
    },
  };
}

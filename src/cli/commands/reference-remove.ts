/** Removes images from the reference library; they are never found again from then on. */
import { LIBRARY } from '../../registry/library/scope.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

export default defineCommand({
  name: 'reference remove',
  usage: 'reference remove PATH|ID… | --collection C | --all',
  summary: 'Remove images from the reference library, by path as enrolled (with all below it), id or collection.',
  options: { collection: { type: 'string' }, all: { type: 'boolean' } },

  async run({ collection, all }, paths, { app, note, print }) {
    const ways = [paths.length > 0, collection !== undefined, all === true].filter(Boolean).length;
    if (ways !== 1) throw new UsageError(ways === 0 ? 'nothing to remove is given' : 'give paths, --collection or --all, and only one of them');
    const { store, index } = await app();
    if (all === true) {
      print(`${await index.remove(LIBRARY)} images removed`);
      return EXIT.done;
    }
    let removed = 0;
    let missing = 0;
    for (const how of typeof collection === 'string' ? [{ collection }] : paths.map((path) => ({ path: path.replace(/(?<=.)\/+$/, '') }))) {
      const refs = await store.reference.refs(LIBRARY, how);
      for (const ref of refs) removed += await index.remove(LIBRARY, ref);
      if (refs.length > 0) continue;
      missing++;
      note('path' in how ? `nothing is enrolled as ${how.path}` : `there is no collection ${how.collection}`);
    }
    print(`${removed} images removed`);
    return missing > 0 ? EXIT.error : EXIT.done;
  },
});

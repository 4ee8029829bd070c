/** How large the reference library is. */
import { LIBRARY } from '../../registry/library/scope.ts';
import { defineCommand, EXIT } from '../command.ts';

export default defineCommand({
  name: 'reference stats',
  usage: 'reference stats [--json]',
  summary: 'Show what the reference library holds and takes.',
  options: { json: { type: 'boolean' } },

  async run({ json }, _, { app, print }) {
    const { store } = await app();
    const stats = await store.reference.stats(LIBRARY);
    const collections = await store.reference.collections(LIBRARY);
    const indexBytes = stats.packedBytes + stats.loggedBytes;
    if (json) {
      print(JSON.stringify({ ...stats, indexBytes, bytesPerImage: stats.images === 0 ? 0 : indexBytes / stats.images, collections }));
      return EXIT.done;
    }
    print(`${stats.images} images, ${stats.features} keypoints, ${stats.packs} packs, ${stats.logged} images not packed yet`);
    print(`${(indexBytes / 1e6).toFixed(1)} MB of postings (${stats.images === 0 ? 0 : Math.round(indexBytes / stats.images)} bytes an image), ${(stats.thumbnailBytes / 1e6).toFixed(1)} MB of thumbnails`);
    for (const { collection, images } of collections) print(`${String(images).padStart(8)}  ${collection ?? '(no collection)'}`);
    return EXIT.done;
  },
});

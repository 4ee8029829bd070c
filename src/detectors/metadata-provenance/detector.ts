/** Metadata provenance: what a file says of its own origin, and the claim that follows where it says "generated".
 *
 * Sees C2PA manifests (JPEG, PNG), IPTC digital source types, and the traces of generating programs in PNG text, EXIF, XMP, IPTC and comments.
 * Blind to files whose metadata were stripped or forged: silence proves nothing, and a text can be written by anyone. */
import { factsOf } from './facts.ts';
import { readCredentials } from '../../imaging/metadata/c2pa.ts';
import { readMetadata } from '../../imaging/metadata/read-metadata.ts';
import { defineFileDetector } from '../detector.ts';
import { scoreOf } from './score.ts';

export default defineFileDetector({
  name: 'metadata-provenance', version: 1, finds: ['generated'],
  params: { generated: 0.99, composite: 0.9, unproven: 0.5 },

  async detect({ bytes, format }, params) {
    const facts = factsOf(await readMetadata(bytes, format), await readCredentials(bytes, format));
    const score = scoreOf(facts, params);
    return { facts, ...(score > 0 ? { generated: { score, measures: { claims: { value: facts.filter(({ says }) => says !== undefined).length, unit: '1' } } } } : {}) };
  },
});

/**
 * Which pictures belong together, so that thresholds are set on some and reported on others, and a query without a match really has none:
 * a family lies wholly in one half, and is registered wholly or not at all.
 */
import { seededRandom } from '../../src/core/random.ts';

export type Half = 'tune' | 'report';

/** One family in this many is not registered; whole packages always are. */
const FOREIGN = 10;

/** Flat folders of the data whose files are taken one by one, by people who did not know of each other. */
const INDEPENDENT = /^forensic\/(ai_gptimage1|ai_nanobanana|real_(imagenet|camera|campng|clothing|urban|skimage))_/;
/** Flat folders whose files differ in a number: fields of one slide, receipts of one shop, screenshots of one program, figures of one paper. */
const NUMBERED = /^(forensic|sci)\//;
/** Packages that repeat one drawing or one screenshot throughout, in other languages and other settings. */
const WHOLE = /^(gimp-help-en|wesnoth-1\.16-data|hedgewars-data|supertuxkart-data|torcs-data|marble-data|widelands)\//;

/** The picture itself, the series it is numbered in, the folder of its package, or the package. */
export function familyOf(id: string): string {
  const file = id.replace(/#.*/, '');
  if (INDEPENDENT.test(file)) return file;
  if (NUMBERED.test(file)) return file.replace(/\d+\.[a-z]+$/i, '');
  return WHOLE.exec(file)?.[1] ?? file.slice(0, file.lastIndexOf('/'));
}

export function halfOf(id: string): Half {
  return seededRandom(familyOf(id)).fork('half').int(2) === 0 ? 'tune' : 'report';
}

/** Serves as a query without a match, and as what others are pasted into. */
export function isForeign(id: string): boolean {
  return !WHOLE.test(id) && seededRandom(familyOf(id)).fork('foreign').int(FOREIGN) === 0;
}

/** The mark of 50 megapixels, in a process of its own: its memory is nobody else's. */
import { cpuOf, embedWhole, grained } from './grained.ts';

const { ms } = await grained(8160, 6120).then((scene) => cpuOf(() => embedWhole(scene)));
console.log(JSON.stringify({ embed50Ms: ms, embed50Mb: process.resourceUsage().maxRSS / 1024 }));

/**
 * Measures the detector of generated images, and fits its scale.
 *
 *   node eval/generated-image/main.ts collect FILE --data DIR --packages DIR --pairs DIR [--split tune|report] [--posts original,jpeg75] [--every 2] [--science | --open] [--part 0/2]
 *   node eval/generated-image/main.ts fit FILE                         on the answers of the tune split; writes the detector's calibration.json
 *   node eval/generated-image/main.ts report FILE [--date YYYY-MM-DD]  on those of the report split; with --date it writes section.md and docs/benchmark.md
 */
import { parseArgs } from 'node:util';
import { collect, POSTS, type Post } from './collect.ts';
import { fit } from './fit.ts';
import { report } from './report.ts';
import { listSources, type OriginSource } from './sources.ts';

const { values, positionals: [command = '', file = ''] } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: '' }, packages: { type: 'string', default: '' }, pairs: { type: 'string', default: '' }, split: { type: 'string' },
    posts: { type: 'string', default: POSTS.join(',') }, part: { type: 'string', default: '0/1' }, every: { type: 'string', default: '1' }, science: { type: 'boolean', default: false }, open: { type: 'boolean', default: false }, date: { type: 'string' },
  },
});

if (command === 'collect') {
  const [part = 0, parts = 1] = values.part.split('/').map(Number);
  const sources = thinned(await listSources(values), Number(values.every)).filter(({ split, science }, i) => (!values.science || science) && !(values.open && science) && (values.split === undefined || split === values.split) && i % parts === part);
  await collect(file, sources, values.posts.split(',').filter((post): post is Post => (POSTS as readonly string[]).includes(post)));
} else if (command === 'fit') {
  await fit(file, 'src/detectors/generated-image/calibration.json');
} else if (command === 'report') {
  await report(file, values.date);
} else throw new RangeError(`no command ${command}`);

/** Every n-th of each source; a picture and its twins go together, so pairs are kept whole. */
function thinned(sources: readonly OriginSource[], every: number): readonly OriginSource[] {
  const seen = new Map<string, number>();
  return sources.filter(({ source, pair }) => {
    if (pair !== undefined) return Number(pair) % every === 0;
    const count = seen.get(source) ?? 0;
    seen.set(source, count + 1);
    return count % every === 0;
  });
}

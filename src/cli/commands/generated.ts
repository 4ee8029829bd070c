/** Says of image files whether they were generated, as far as can be said. Needs no server and no database. */
import { readFile } from 'node:fs/promises';
import type { Compute } from '../../compute/compute.ts';
import { openPool } from '../../compute/pool.ts';
import { InputError } from '../../core/errors.ts';
import type { ProvenanceFact } from '../../core/provenance.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

interface Answer {
  readonly file: string;
  /** In [0, 1]; null when it abstains. */
  readonly score: number | null;
  readonly abstained: string | null;
  readonly provenance: readonly Pick<ProvenanceFact, 'kind' | 'field' | 'value'>[];
  readonly ms: number;
}

/** Why pixels are not judged, in words. */
const WHY: Readonly<Record<string, string>> = {
  chart: 'it is a chart or line art', text: 'it is text or a drawing', blank: 'it is blank', drawn: 'it was drawn flat', 'too-small': 'it is too small', 'too-flat': 'it has too little texture', 'too-compressed': 'it is compressed too coarsely',
};

export default defineCommand({
  name: 'generated',
  usage: 'generated FILE… [--json]',
  summary: 'Say of images whether they were generated, with what their files say of their origin.',
  options: { json: { type: 'boolean' } },

  async run(values, paths, { config, print }) {
    if (paths.length === 0) throw new UsageError('no FILE given');
    const compute = openPool({ workers: config.workers, timeoutMs: config.taskTimeoutMs });
    let failed = false;
    try {
      for (const file of paths) {
        try {
          const answer = await judge(file, compute, config.maxPixels);
          print(values['json'] ? JSON.stringify(answer) : inWords(answer));
        } catch (error) {
          failed = true;
          const message = error instanceof Error ? error.message : String(error);
          print(values['json'] ? JSON.stringify({ file, error: message, score: null, abstained: null, provenance: [], ms: 0 }) : `${file}: ${message}`);
        }
      }
    } finally {
      await compute.close();
    }
    return failed ? EXIT.error : EXIT.done;
  },
});

async function judge(file: string, compute: Compute, maxPixels: number): Promise<Answer> {
  const started = performance.now();
  const bytes = new Uint8Array(await readFile(file));
  const { format } = await compute.run('inspect-file', { bytes });
  if (!format || format === 'pdf' || format === 'docx') throw new InputError('image/unsupported', `${file} is no image that is read: jpeg, png, gif, bmp, tiff, svg, webp; scan documents with \`touchstone scan\``);
  const { facts, generated } = await compute.run('examine-file', { bytes, format, detector: 'metadata-provenance' });
  // What the file proves is not averaged with what the pixels look like: the stronger claim is the score.
  const pixels = await compute.run('judge-origin', { bytes, format, maxPixels });
  const scores = [generated?.score, pixels.reading?.score].filter((score) => score !== undefined);
  return {
    file, score: scores.length > 0 ? round(Math.max(...scores)) : null,
    abstained: scores.length > 0 || !pixels.abstain ? null : `the file says nothing of its origin, and pixels are not judged: ${WHY[pixels.abstain] ?? pixels.abstain}`,
    provenance: facts.map(({ kind, field, value }) => ({ kind, field, value })),
    ms: Math.round(performance.now() - started),
  };
}

const round = (score: number): number => Math.round(score * 1000) / 1000;

/** Scores of pixels below are no findings in a scan. */
const SURE = 0.8;

function inWords({ file, score, abstained, provenance }: Answer): string {
  return [`${file}: ${score === null ? `no score: ${abstained}` : score.toFixed(2)}${score !== null && score < SURE ? ' (from pixels; below 0.80 it says little)' : ''}`, ...provenance.map(({ kind, field, value }) => `  ${kind} · ${field}: ${value.slice(0, 120)}`)].join('\n');
}

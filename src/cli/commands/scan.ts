/** Scans files from the command line. Needs no server and no database. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Compute } from '../../compute/compute.ts';
import { openPool } from '../../compute/pool.ts';
import { InputError } from '../../core/errors.ts';
import type { Evidence } from '../../core/evidence.ts';
import type { InputFile, StageProgress } from '../../scan/ports.ts';
import { scanOptions } from '../../scan/scan-options.ts';
import { scanSubmission } from '../../scan/scan-submission.ts';
import { defineCommand, EXIT, UsageError, type CommandContext } from '../command.ts';
import { evidenceJson, evidenceText } from '../format-evidence.ts';
import { reportOf } from '../report-of.ts';

interface Scanned {
  readonly evidence: Evidence;
  readonly files: readonly InputFile[];
  readonly figures: ReadonlyMap<string, Uint8Array>;
}

export default defineCommand({
  name: 'scan',
  usage: 'scan FILE… [--json] [--pdf OUT] [--min-score .33] [--each] [--fail-on SCORE]',
  summary: 'Examine a document or images; several FILEs are one submission, with --each every FILE is its own.',
  options: {
    json: { type: 'boolean' }, each: { type: 'boolean' }, pdf: { type: 'string' },
    'min-score': { type: 'string', default: '0.33' }, 'fail-on': { type: 'string' }, lang: { type: 'string', default: 'en' },
  },

  async run(values, paths, context) {
    if (paths.length === 0) throw new UsageError('no FILE given');
    if (values['each'] && values['pdf']) throw new UsageError('--pdf makes one report; it does not go with --each');
    const minScore = scoreOf('--min-score', values['min-score']);
    const failOn = values['fail-on'] === undefined ? Number.POSITIVE_INFINITY : scoreOf('--fail-on', values['fail-on']);
    const compute = openPool({ workers: context.config.workers, timeoutMs: context.config.taskTimeoutMs });
    try {
      const submissions = values['each'] ? paths.map((file) => [file]) : [paths];
      let worst = 0;
      let failed = false;
      for (const submission of submissions) {
        try {
          const startedAt = new Date();
          const scanned = await scanPaths(submission, context, compute);
          worst = Math.max(worst, ...scanned.evidence.findings.map(({ score }) => score));
          context.print(values['json'] ? JSON.stringify(evidenceJson(scanned.evidence, minScore, values['each'] ? submission[0] : undefined)) : evidenceText(scanned.evidence, minScore));
          if (typeof values['pdf'] === 'string') await writeFile(values['pdf'], await reportOf(scanned, { startedAt, minScore, language: String(values['lang']), compute }));
        } catch (error) {
          if (!values['each']) throw error;
          failed = true;
          const message = error instanceof Error ? error.message : String(error);
          context.print(values['json'] ? JSON.stringify({ file: submission[0], error: message, images: [], findings: [], runs: [] }) : `${submission[0]}: ${message}`);
        }
      }
      return failed ? EXIT.error : worst >= failOn ? EXIT.findings : EXIT.done;
    } finally {
      await compute.close();
    }
  },
});

function scoreOf(option: string, text: unknown): number {
  const score = Number(text);
  if (!(score >= 0 && score <= 1)) throw new UsageError(`${option} is "${String(text)}"; a number from 0 to 1 is expected`);
  return score;
}

async function scanPaths(paths: readonly string[], { config, note }: CommandContext, compute: Compute): Promise<Scanned> {
  const files = await Promise.all(paths.map((file) => inputFile(file, compute)));
  const figures = new Map<string, Uint8Array>();
  const evidence = await scanSubmission(files, scanOptions(config), {
    run: (name, input) => compute.run(name, input),
    async keep(bytes) {
      const sha256 = hash(bytes);
      figures.set(sha256, bytes);
      return sha256;
    },
    progress: progressLine(note),
    parallel: compute.workers + 1,
  });
  return { evidence, files, figures };
}

async function inputFile(file: string, compute: Compute): Promise<InputFile> {
  const bytes = new Uint8Array(await readFile(file));
  const { format } = await compute.run('inspect-file', { bytes });
  if (!format) throw new InputError('image/unsupported', `${file} is none of the kinds that are read: pdf, docx, jpeg, png, gif, bmp, tiff, svg, webp`);
  return { name: path.basename(file), sha256: hash(bytes), format, bytes };
}

/** On a terminal only: one line a stage. */
function progressLine(note: (text: string) => void): (progress: StageProgress) => void {
  let last = '';
  return ({ stage, total }) => {
    if (stage === last || !process.stderr.isTTY) return;
    last = stage;
    note(`${stage} (${total})`);
  };
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

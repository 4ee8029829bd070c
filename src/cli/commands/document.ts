/** Judges pictures of documents from the command line. Needs no server and no database. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { judgeDocument } from '../../compute/judge-document.ts';
import { openPool } from '../../compute/pool.ts';
import type { Compute } from '../../compute/compute.ts';
import type { DocumentOutput } from '../../scan/tasks/judge-document.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

/** What is told of one file; the order is that of the line. */
interface Line {
  readonly file: string;
  readonly result: 'fake' | 'real' | null;
  /** null: abstained. */
  readonly score: number | null;
  /** Left, top, width, height in px of the image as stored, probability. */
  readonly boxes: readonly (readonly [number, number, number, number, number])[];
  readonly proportion: number;
  /** Absolute path of the heat map. */
  readonly heatmap: string | null;
  readonly abstained: string | null;
  readonly ms: number;
  /** Why the file could not be judged at all. */
  readonly error?: string;
}

export default defineCommand({
  name: 'document',
  usage: 'document FILE… [--json] [--heatmaps DIR]',
  summary: 'Judge pictures of documents and photographs: forged or not, where, and how sure.',
  options: { json: { type: 'boolean' }, heatmaps: { type: 'string' } },

  async run(values, paths, { config, print }) {
    if (paths.length === 0) throw new UsageError('no FILE given');
    const folder = typeof values['heatmaps'] === 'string' ? path.resolve(values['heatmaps']) : undefined;
    if (folder !== undefined) await mkdir(folder, { recursive: true });
    const compute = openPool({ workers: Math.min(config.workers, paths.length), timeoutMs: config.taskTimeoutMs });
    try {
      let failed = false;
      const waiting: Promise<Line>[] = [];
      for (const [i, file] of paths.entries()) {
        // A few ahead, so that every worker has something to do and nothing is held for long.
        while (waiting.length + i < paths.length && waiting.length < i + compute.workers + 1) waiting.push(judged(paths[waiting.length] ?? file, waiting.length, { compute, maxPixels: config.maxPixels, folder }));
        const line = await (waiting[i] ?? judged(file, i, { compute, maxPixels: config.maxPixels, folder }));
        failed ||= line.error !== undefined;
        print(values['json'] ? JSON.stringify(line) : words(line));
      }
      return failed ? EXIT.error : EXIT.done;
    } finally {
      await compute.close();
    }
  },
});

interface Means {
  readonly compute: Compute;
  readonly maxPixels: number;
  readonly folder: string | undefined;
}

async function judged(file: string, place: number, { compute, maxPixels, folder }: Means): Promise<Line> {
  const started = performance.now();
  const ms = (): number => Math.round(performance.now() - started);
  try {
    const bytes = new Uint8Array(await readFile(file));
    const output = await judgeDocument(compute, { bytes, maxPixels, heatMap: folder !== undefined });
    const heatmap = folder !== undefined && output.heatMap ? path.join(folder, `${String(place + 1).padStart(4, '0')}-${path.basename(file).replace(/\.\w+$/, '')}.png`) : null;
    if (heatmap !== null && output.heatMap) await writeFile(heatmap, output.heatMap);
    return { file, ...told(output), heatmap, abstained: output.abstained ?? null, ms: ms() };
  } catch (error) {
    return { file, result: null, score: null, boxes: [], proportion: 0, heatmap: null, abstained: null, ms: ms(), error: error instanceof Error ? error.message : String(error) };
  }
}

function told({ score, threshold, regions, proportion }: DocumentOutput): Pick<Line, 'result' | 'score' | 'boxes' | 'proportion'> {
  return {
    result: (score ?? 0) >= threshold ? 'fake' : 'real', score: score ?? null,
    boxes: regions.map(({ box: { x, y, width, height }, probability }) => [x, y, width, height, probability] as const), proportion,
  };
}

function words({ file, result, score, boxes, abstained, heatmap, error }: Line): string {
  if (error !== undefined) return `${file}: ${error}`;
  if (abstained !== null) return `${file}: cannot be judged (${abstained})`;
  const places = boxes.slice(0, 5).map(([x, y, width, height, probability]) => `  ${probability.toFixed(2)} at ${x}, ${y}, ${width} × ${height} px`);
  return [`${file}: ${result}, score ${(score ?? 0).toFixed(2)}${heatmap === null ? '' : `, heat map ${heatmap}`}`, ...places].join('\n');
}

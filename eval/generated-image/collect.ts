/** Asks the network about every image in every state once, and keeps its answers: fitting and reporting need not ask again. */
import { appendFile, readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { image, type RgbImage } from '../../src/core/image.ts';
import type { ImageFormat, PanelClass } from '../../src/core/media.ts';
import detector from '../../src/detectors/generated-image/detector.ts';
import { blockiness } from '../../src/detectors/generated-image/blockiness.ts';
import { lookAt, type LookLimits } from '../../src/detectors/generated-image/look.ts';
import type { Traces } from '../../src/detectors/generated-image/readers.ts';
import { decodeImage } from '../../src/imaging/codecs/decode.ts';
import { sniffFormat } from '../../src/imaging/codecs/sniff.ts';
import { sharp } from '../../src/imaging/codecs/vips.ts';
import { toLuma } from '../../src/imaging/color.ts';
import { crop, wholeBox } from '../../src/imaging/resample.ts';
import { appraisePanel, isExamined } from '../../src/intake/panels/classify-panel.ts';
import { findPanels } from '../../src/intake/panels/find-panels.ts';
import { rasterMask } from '../../src/intake/panels/raster-mask.ts';
import { middleOf } from '../../src/scan/tasks/judge-origin.ts';
import type { OriginSource } from './sources.ts';

export const POSTS = ['original', 'jpeg75', 'webp80', 'half', 'screenshot'] as const;
export type Post = (typeof POSTS)[number];

export interface Answer extends OriginSource {
  readonly post: Post;
  readonly format: ImageFormat;
  readonly panel: number;
  readonly class: PanelClass;
  readonly abstain?: string;
  readonly logits?: readonly number[];
  readonly traces?: Traces;
  readonly blockiness: number;
  /** ms of processor time, decoding included. */
  readonly ms: number;
}

/** Compression is judged when the answers are read, so that its limit can be set on them. */
const LIMITS: LookLimits = { ...detector.params, mostBlocky: Number.POSITIVE_INFINITY };

/** Answers go to `file`, one JSON line each; what stands there is not asked again. */
export async function collect(file: string, sources: readonly OriginSource[], posts: readonly Post[]): Promise<void> {
  const known = new Set(await readAnswers(file).then((answers) => answers.map(({ name, post }) => `${name}/${post}`)));
  for (const source of sources) for (const post of posts) {
    if (known.has(`${source.name}/${post}`)) continue;
    const bytes = await processed(readFileSync(source.file), post);
    const lines = (await ask(bytes, source, post)).map((answer) => JSON.stringify(answer));
    await appendFile(file, lines.map((line) => `${line}\n`).join(''));
  }
}

export async function readAnswers(file: string): Promise<readonly Answer[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Answer);
}

async function processed(bytes: Uint8Array, post: Post): Promise<Uint8Array> {
  if (post === 'original') return bytes;
  const source = sharp(bytes, { failOn: 'none' }).flatten({ background: '#fff' });
  if (post === 'jpeg75') return source.jpeg({ quality: 75 }).toBuffer();
  if (post === 'webp80') return source.webp({ quality: 80 }).toBuffer();
  const { width = 0, height = 0 } = await sharp(bytes, { failOn: 'none' }).metadata();
  if (post === 'half') return source.resize(Math.round(width / 2), Math.round(height / 2), { fit: 'fill' }).png().toBuffer();
  // Shown at nine tenths on a screen, saved as PNG, sent as JPEG.
  return sharp(await source.resize(Math.round(width * 0.9), Math.round(height * 0.9), { fit: 'fill', kernel: 'linear' }).png().toBuffer()).jpeg({ quality: 90 }).toBuffer();
}

async function ask(bytes: Uint8Array, source: OriginSource, post: Post): Promise<readonly Answer[]> {
  const before = process.cpuUsage();
  const format = sniffFormat(bytes) as ImageFormat;
  const { image: rgb } = await decodeImage(bytes, format, { maxPixels: 2e8 });
  const parts = source.science ? panelsOf(rgb) : [whole(middleOf(rgb).rgb)];
  return parts.map(({ class: panelClass, ...part }, panel): Answer => {
    const luma = toLuma(part.rgb);
    const look = isExamined(panelClass) ? lookAt({ ...part, luma }, LIMITS) : { abstain: panelClass };
    const used = process.cpuUsage(before);
    return {
      ...source, post, format, panel, class: panelClass, blockiness: Math.min(99, blockiness(luma)), ms: (used.user + used.system) / 1000,
      ...('abstain' in look ? { abstain: look.abstain } : { logits: look.logits, traces: look.traces }),
    };
  });
}

interface Part {
  readonly class: PanelClass;
  readonly rgb: RgbImage;
  readonly mask: ReturnType<typeof rasterMask>;
}

function whole(rgb: RgbImage): Part {
  const { class: panelClass, marks } = appraisePanel(rgb);
  const box = { x: 0, y: 0, width: rgb.width, height: rgb.height };
  return { class: panelClass, rgb, mask: marks && marks.length > 0 ? rasterMask(marks, box) : image(rgb.width, rgb.height, 1, new Uint8Array(rgb.width * rgb.height)) };
}

function panelsOf(rgb: RgbImage): readonly Part[] {
  return findPanels(rgb, 'figure').map((panel) => {
    const box = wholeBox(panel.box, rgb);
    return { class: panel.class, rgb: crop(rgb, box), mask: rasterMask(panel.masks, box) };
  });
}

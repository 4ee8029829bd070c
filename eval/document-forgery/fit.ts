/** Fits the knots, weights and scale of `document-forgery` on collected pages of the tune half. */
import { readFile, writeFile } from 'node:fs/promises';
import type { PageSubject } from '../../src/detectors/detector.ts';
import { oddnessOf, peakOf, rarityOf, smoothed, type Channel, type Scale } from '../../src/detectors/document-forgery/score.ts';
import { fitLogistic } from '../panel-overlap/fit-logistic.ts';
import { auc, quantile } from '../metrics/scores.ts';
import { readCollected, type MeasuredPage } from './collect.ts';

/**
 * Shares of the tune half's untouched pages that may be called fake, and that may show a box: under the promised .05 and .15, since a half is a sample. Photographs have
 * long tails: with the shares of documents 10 of 119 of the report half were called, at the first look.
 */
const SHARES: Readonly<Record<PageSubject, { readonly called: number; readonly boxed: number }>> = { document: { called: 0.03, boxed: 0.12 }, photograph: { called: 0.012, boxed: 0.05 } };
const TAILS = [0.5, 0.3, 0.2, 0.1, 0.05, 0.02] as const;
/** Channels that are asked; those that the fit gives no weight are left out. */
const CANDIDATES: Readonly<Record<PageSubject, readonly Asked[]>> = {
  document: [
    ['cloned-glyph/same', 1], ['cloned-patch/exactness', 1], ['ink-outlier/edge', 1], ['ink-outlier/edge', -1], ['ink-outlier/rim', -1], ['ink-outlier/stroke', -1], ['ink-outlier/darkness', -1],
    ['noise-outlier/grain', 1], ['noise-outlier/grain', -1], ['noise-outlier/sharpness', 1], ['noise-outlier/sharpness', -1], ['erased-background/smooth', -1], ['erased-background/constant', 1], ['jpeg-grid/offGrid', -1],
    ['text-line/foot', 1], ['text-line/foot', -1], ['text-line/height', 1], ['text-line/ink', 1], ['text-line/ink', -1], ['text-line/stroke', -1], ['resampling/rhythm', 1], ['jpeg-grid/broken', 1],
  ],
  photograph: [['copy-move/copied', 1], ['jpeg-grid/broken', 1], ['erased-background/smooth', -1], ['erased-background/constant', 1]],
};
type Asked = readonly [Channel['layer'], 1 | -1];

/** @param target file of the calibration. */
export async function fit(folder: string, subject: PageSubject, target: string): Promise<void> {
  const pages = (await readCollected(folder)).filter((page) => page.subject === subject);
  const before = JSON.parse(await readFile(target, 'utf8')) as Readonly<Record<PageSubject, Scale>>;
  await writeFile(target, `${JSON.stringify({ ...before, [subject]: scaleOf(subject, pages) }, null, 1)}\n`);
}

type Peaks = ReadonlyMap<MeasuredPage, readonly number[]>;

function scaleOf(name: PageSubject, pages: readonly MeasuredPage[]): Scale {
  const asked = CANDIDATES[name];
  const peaks = new Map(pages.map((page) => [page, asked.map(([layer, sign]) => peakOf(smoothed(page.features, { layer, sign }, page)))]));
  const sources = [...new Set(pages.map(({ source }) => source))].sort();
  const first = (page: MeasuredPage): boolean => sources.indexOf(page.source) % 2 === 0;
  const held = [true, false].flatMap((side) => {
    const channels = channelsOf(pages.filter((page) => first(page) === side), asked, peaks);
    return pages.filter((page) => first(page) !== side).map((page) => ({ page, peak: peakOf(oddnessOf(page.features, channels, page)) }));
  });
  const channels = channelsOf(pages, asked, peaks);
  const clean = held.filter(({ page }) => !page.forged).map(({ peak }) => peak);
  const own = pages.filter(({ forged }) => !forged).map((page) => peakOf(oddnessOf(page.features, channels, page)));
  const passedBy = (share: number): number => Number((Math.max(quantile(clean, 1 - share), quantile(own, 1 - share)) + 1e-4).toPrecision(5));
  const [point, half] = [passedBy(SHARES[name].called), passedBy(SHARES[name].boxed)];
  const forged = held.filter(({ page }) => page.forged);
  const score = (some: typeof held): string => auc(some.filter(({ page }) => page.forged).map(({ peak }) => peak), some.filter(({ page }) => !page.forged).map(({ peak }) => peak)).toFixed(3);
  console.log(name, `${pages.length / 2} pairs; held out: AUC ${score(held)}, TPR ${(forged.filter(({ peak }) => peak > point).length / forged.length).toFixed(3)} at ${point.toFixed(2)}`);
  for (const edit of [...new Set(pages.map((page) => page.edit))]) console.log('  ', edit, score(held.filter(({ page }) => page.edit === edit)));
  console.log('  ', channels.map(({ layer, sign, weight }) => `${layer}${sign > 0 ? '+' : '-'} ${weight}`).join(', '));
  return { channels, point, half };
}

function channelsOf(pages: readonly MeasuredPage[], asked: readonly Asked[], peaks: Peaks): readonly Channel[] {
  const clean = pages.filter(({ forged }) => !forged);
  const knots = asked.map((_, k) => {
    const values = clean.map((page) => peaks.get(page)?.[k] ?? 0);
    return TAILS.map((tail) => Number(quantile(values, 1 - tail).toPrecision(5)));
  });
  const examples = pages.map((page) => ({ isTrue: page.forged, terms: knots.map((own, k) => rarityOf(peaks.get(page)?.[k] ?? 0, own)) }));
  const { weights } = fitLogistic(examples, { penalty: 0.02, steps: 4000 });
  return asked.map(([layer, sign], k) => ({ layer, sign, knots: knots[k] ?? [], weight: Number((weights[k] ?? 0).toPrecision(4)) })).filter(({ weight }) => weight > 0);
}

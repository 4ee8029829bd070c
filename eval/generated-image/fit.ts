/** Fits the scale of the scores on sources that the network was not trained on, and says what real scientific panels reach on it: their least score of a finding lies above. */
import { writeFile } from 'node:fs/promises';
import detector from '../../src/detectors/generated-image/detector.ts';
import { pooled } from '../../src/detectors/generated-image/score.ts';
import { fitLogistic } from '../metrics/logistic.ts';
import { quantile } from '../metrics/scores.ts';
import { readAnswers, type Answer } from './collect.ts';

type Judged = Answer & { readonly logits: readonly number[] };

export const isJudged = (answer: Answer): answer is Judged => answer.logits !== undefined && answer.blockiness <= detector.params.mostBlocky;

export async function fit(file: string, target: string): Promise<void> {
  const answers = (await readAnswers(file)).filter(({ split }) => split === 'tune').filter(isJudged);
  const sources = [...new Set(answers.map(({ source }) => source))];
  const photos = answers.filter(({ science }) => !science);
  // The two go up and down together: fitted apart, one gets a weight against the sense of the other.
  const { weights: [weight = 0], bias } = fitLogistic(photos.map(({ logits, generated }) => ({ x: [pooled(logits).mean + pooled(logits).top], isTrue: generated })), { ridge: 0.002 });
  const raw = ({ logits }: Judged): number => weight * (pooled(logits).mean + pooled(logits).top);
  const reached = (share: number): string => (1 / (1 + Math.exp(-bias - quantile(answers.filter(({ science }) => science).map(raw), share)))).toFixed(3);
  const round = (v: number): number => Number(v.toFixed(4));
  const calibration = { bias: round(bias), mean: round(weight), top: round(weight) };
  await writeFile(target, `${JSON.stringify(calibration, undefined, 2)}\n`);
  console.log(calibration, `${photos.length} photographs and ${answers.length - photos.length} scientific panels of ${sources.join(', ')}; of the panels the highest reach ${reached(0.99)} (99th percentile) and ${reached(1)}`);
}

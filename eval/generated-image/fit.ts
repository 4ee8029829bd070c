/** Fits the scale of the scores on sources that the network was not trained on, and says what real scientific panels reach on it: their least score of a finding lies above. */
import { writeFile } from 'node:fs/promises';
import detector from '../../src/detectors/generated-image/detector.ts';
import { scoreOf, termsOf, type Terms } from '../../src/detectors/generated-image/score.ts';
import { fitLogistic } from '../metrics/logistic.ts';
import { quantile } from '../metrics/scores.ts';
import { readAnswers, type Answer } from './collect.ts';

type Judged = Answer & Required<Pick<Answer, 'logits' | 'traces'>>;

export const isJudged = (answer: Answer): answer is Judged => answer.logits !== undefined && answer.traces !== undefined && answer.blockiness <= detector.params.mostBlocky;
export const answerTerms = ({ logits, traces }: Judged): Terms => termsOf(logits, traces);

export async function fit(file: string, target: string): Promise<void> {
  const answers = (await readAnswers(file)).filter(({ split }) => split === 'tune').filter(isJudged);
  const sources = [...new Set(answers.map(({ source }) => source))];
  const photos = answers.filter(({ science }) => !science);
  const samples = photos.map((answer) => ({ answer, terms: answerTerms(answer) }));
  const { weights: [network = 0, texture = 0, native = 0], bias } = fitLogistic(samples.map(({ answer, terms }) => ({ x: [terms.network, terms.texture, terms.native], isTrue: answer.generated })), { ridge: 0.01 });
  const round = (v: number): number => Number(v.toFixed(4));
  const calibration = { bias: round(bias), network: round(network), texture: round(texture), native: round(native) };
  await writeFile(target, `${JSON.stringify(calibration, undefined, 2)}\n`);
  const reached = (share: number, some: readonly Judged[]): string => quantile(some.map((one) => scoreOf(answerTerms(one), calibration)), share).toFixed(3);
  const science = answers.filter((one) => one.science);
  console.log(calibration, `${photos.length} photographs and ${science.length} scientific panels of ${sources.join(', ')}; of the panels the highest reach ${reached(0.99, science)} (99th percentile) and ${reached(1, science)}, of the real photographs ${reached(0.99, photos.filter(({ generated }) => !generated))}`);
}

/** Evidence → document tree. Pure: the same input gives the same tree. */
import { coverSection } from './outline/cover.ts';
import { findingSection } from './outline/finding-section.ts';
import { methodsSection } from './outline/methods.ts';
import { notExaminedSection } from './outline/not-examined.ts';
import { select, type Selection } from './outline/select.ts';
import { summarySection } from './outline/summary.ts';
import { wording, type Wording } from './outline/wording.ts';
import { wordsIn } from './messages/catalogue.ts';
import type { Outline, Section } from './outline.types.ts';
import type { ReportInput } from './report-input.ts';

/** The report of one scan. At most `limit` findings (1000), best first; those under `minScore` are left out and counted. */
export function outline(input: ReportInput): Outline {
  const words = wordsIn(input.language);
  const said = wording(words, input.evidence);
  const selection = select(input);
  return {
    language: input.language,
    title: `${words.say('report.title')}: ${input.name}`,
    header: words.say('report.header'),
    footer: `${input.scanId} · ${words.say('report.evidence')} ${input.evidenceSha256.slice(0, 12)}`,
    unavailable: words.say('report.unavailable'),
    date: lastChange(input),
    sections: [
      coverSection(input, said),
      summarySection(input, selection, said),
      ...selection.shown.map((finding) => findingSection(finding, input.evidence, said)),
      notExaminedSection(input, said),
      methodsSection(input, said),
      ...(selection.cut > 0 ? [moreSection(input, selection, said)] : []),
    ],
  };
}

/** The last page says how many findings did not fit. */
function moreSection({ resultUrl }: ReportInput, { cut: count, limit }: Selection, { say }: Wording): Section {
  return {
    kind: 'more', title: say('more.title'), anchor: 'more',
    blocks: [
      { type: 'title', level: 1, text: say('more.title') },
      { type: 'text', text: say('more.text', { count, limit }) },
      ...(resultUrl === undefined ? [] : [{ type: 'text', text: resultUrl, url: resultUrl } as const]),
    ],
  };
}

/** Decisions may be younger than the scan. */
function lastChange({ createdAt, finishedAt, findings }: ReportInput): string {
  const times = [createdAt, finishedAt, ...findings.flatMap(({ history }) => history.map(({ when }) => when))];
  return times.filter((time) => time !== undefined).reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a));
}

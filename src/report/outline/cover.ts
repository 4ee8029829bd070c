/** Cover: what was examined, by what, with which parameters, and how to read it. */
import type { Evidence } from '../../core/evidence.ts';
import type { Block, Fact, Section } from '../outline.types.ts';
import type { ReportInput } from '../report-input.ts';
import { shorten } from './shorten.ts';
import type { Wording } from './wording.ts';

export function coverSection(input: ReportInput, words: Wording): Section {
  const { evidence, resultUrl } = input;
  const { say } = words;
  const facts: Fact[] = [
    { label: say('cover.scanId'), value: input.scanId },
    { label: say('cover.received'), value: words.date(input.createdAt) },
    { label: say('cover.finished'), value: input.finishedAt === undefined ? say('cover.unfinished') : words.date(input.finishedAt) },
    { label: say('cover.engine'), value: evidence.engine },
    { label: say('cover.evidence'), value: input.evidenceSha256 },
    { label: say('cover.threshold'), value: words.score(input.minScore) },
    ...(resultUrl === undefined ? [] : [{ label: say('cover.result'), value: resultUrl, url: resultUrl }]),
  ];
  return {
    kind: 'cover', title: say('report.title'), anchor: 'cover',
    blocks: [
      { type: 'text', text: 'Touchstone', quiet: true },
      { type: 'title', level: 0, text: say('report.title') },
      { type: 'text', text: shorten(input.name, 300) },
      { type: 'notice', title: say('cover.disclaimerTitle'), paragraphs: words.list('cover.disclaimer') },
      { type: 'title', level: 2, text: say('cover.scan') },
      { type: 'facts', rows: facts },
      { type: 'title', level: 2, text: say('cover.files') },
      ...evidence.files.map((file): Block => ({
        type: 'facts',
        rows: [
          { label: say('cover.file'), value: shorten(file.name, 300) },
          { label: say('cover.size'), value: words.bytes(file.bytes) },
          { label: say('cover.sha256'), value: file.sha256 },
        ],
      })),
      { type: 'title', level: 2, text: say('cover.parameters') },
      { type: 'facts', rows: parameterFacts(evidence, words) },
    ],
  };
}

function parameterFacts({ parameters, runs }: Evidence, { say }: Wording): Fact[] {
  const versions = new Map(runs.map(({ detector, version }) => [detector, version]));
  const names = [...new Set([...Object.keys(parameters.detectors), ...versions.keys()])].toSorted();
  return [
    { label: say('cover.seed'), value: String(parameters.seed) },
    { label: say('cover.panels'), value: say(parameters.panels ? 'cover.panelsCorrected' : 'cover.panelsAsFound') },
    ...names.map((name) => {
      const version = versions.get(name);
      const values = Object.entries(parameters.detectors[name] ?? {}).map(([key, value]) => `${key} ${value}`);
      return {
        label: version === undefined ? name : say('cover.detector', { name, version }),
        value: values.length === 0 ? say('cover.noParameters') : values.join(', '),
      };
    }),
  ];
}

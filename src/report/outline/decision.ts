/** What people decided about a finding: the decision in force in full, earlier ones in a line each. */
import type { Decision } from '../../core/decision.ts';
import type { Block, Fact } from '../outline.types.ts';
import type { ReportFinding } from '../report-input.ts';
import type { Wording } from './wording.ts';

/** Earlier decisions printed; the web view has the whole history. */
const MOST_EARLIER = 8;

export function decisionBlocks({ history }: ReportFinding, words: Wording): Block[] {
  const { say } = words;
  const last = history.at(-1);
  const title: Block = { type: 'title', level: 2, text: say('decision.title') };
  if (!last) return [title, { type: 'text', text: say('decision.open'), quiet: true }];
  const earlier = history.slice(0, -1).toReversed().slice(0, MOST_EARLIER);
  const rest = [
    ...(last.note ? [{ label: say('decision.note'), value: last.note }] : []),
    ...(earlier.length > 0 ? [{ label: say('decision.earlier'), value: earlier.map((decision) => lineOf(decision, words)).join('\n') }] : []),
  ];
  return [
    title,
    { type: 'columns', left: [{ type: 'facts', rows: verdictFacts(last, words) }], right: [{ type: 'facts', rows: reviewFacts(last, words) }] },
    ...(rest.length > 0 ? [{ type: 'facts', rows: rest, narrow: true } as const] : []),
  ];
}

function verdictFacts({ verdict, reason, level }: Decision, { say }: Wording): Fact[] {
  return [
    { label: say('decision.verdict'), value: say(`decision.${verdict}`) },
    ...(reason ? [{ label: say('decision.reason'), value: say(`decision.reasons.${reason}`) }] : []),
    ...(level ? [{ label: say('decision.level'), value: say('decision.levelValue', { level }) }] : []),
  ];
}

function reviewFacts({ who, when }: Decision, words: Wording): Fact[] {
  return [
    { label: words.say('decision.reviewer'), value: who },
    { label: words.say('decision.date'), value: words.date(when) },
  ];
}

function lineOf({ verdict, who, when }: Decision, words: Wording): string {
  return words.say('decision.earlierLine', { verdict: words.say(`decision.${verdict}`), who, when: words.date(when) });
}

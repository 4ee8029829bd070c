/** What captions say of re-use: authors who tell that a control, a field or a membrane is shown twice hide nothing. */

/** Which pictures a declaration speaks of: strips of bands, or any. */
export type DeclaredOf = 'blot' | 'any';

const THING_IN_BLOT = String.raw`(?:loading|house-?keeping|internal)\s+controls?|(?:β|beta|α|alpha|γ)?[-\s]?(?:actin|tubulin)|gapdh|vinculin|lamin|hsp90|histone\s+h3|membranes?|blots?|gels?|lanes?|ladders?|markers?|lysates?`;
const THING = String.raw`controls?|images?|pictures?|micrographs?|photographs?|panels?|fields?(?:\s+of\s+view)?|sections?|cells?|embryos?|specimens?|regions?`;
/** What follows where the way of recording is meant, not the picture. */
const WAY = String.raw`(?!\s+(?:acquisition|analysis|conditions?|exposures?|parameters?|processing|settings?|sizes?|types?|lines?))`;

/** A picture or a membrane is the same one; "same settings", "same scale" and "same conditions" are not meant. */
const SAME_BLOT = new RegExp(String.raw`\b(?:same|identical|common|shared|single)\s+(?:[\w-]+\s+){0,2}?(?:${THING_IN_BLOT})(?![\w-])`, 'iu');
const SAME_ANY = new RegExp(String.raw`\b(?:same|identical|common|shared)\s+(?:(?!experimental\b)[\w-]+\s+){0,1}?(?:${THING})\b${WAY}`, 'iu');
const PROBED_AGAIN = /\bre-?prob(?:ed|ing)\b|\bstripped\s+and\b|\bprobed\s+(?:again|sequentially|successively)\b/iu;
const SHOWN_AGAIN = /\b(?:same\s+as|identical\s+to|re-?used|reproduced|replicated|duplicated|repeated|shared|shown\s+again|also\s+shown|re-?displayed|reprinted)\s+(?:[\w-]+\s+){0,4}?(?:panels?|fig)/iu;
const ENLARGED = /\b(?:insets?|enlarge[dm]\w*|magnif\w+|zoom\w*|close-?ups?|blow-?ups?|boxed|high(?:er)?[-\s]power)\b/iu;
const SECTIONS = /\b(?:serial|consecutive|adjacent|neighbou?ring|successive)\s+(?:[\w-]+\s+)?(?:sections?|slices?)\b/iu;

export interface CaptionedPair {
  readonly captions: readonly [string | undefined, string | undefined];
  /** Both panels are images of one raster. */
  readonly sameFigure: boolean;
  /** Both are strips of bands, as far as is known. */
  readonly isBlot: boolean;
}

/** Whether a caption says that what the two panels share is one thing shown twice. */
export function isDeclared({ captions, sameFigure, isBlot }: CaptionedPair): boolean {
  const [first, second] = captions.map((caption) => ({ number: numberOf(caption), said: declarationsIn(caption) }));
  if (!first || !second) return false;
  const fits = (of: DeclaredOf): boolean => of === 'any' || isBlot;
  if (sameFigure || isOneCaption(captions)) return first.said.some(({ of, cites }) => fits(of) && cites.every((cited) => cited === first.number));
  const points = (from: typeof first, to: typeof first): boolean => to.number !== undefined && to.number !== from.number
    && from.said.some(({ of, cites }) => fits(of) && cites.includes(to.number ?? ''));
  return points(first, second) || points(second, first);
}

/** Panels that were set as images of their own are one figure where they go with one caption. */
export function isOneCaption([a, b]: CaptionedPair['captions']): boolean {
  return a !== undefined && a === b;
}

export function saysEnlarged(captions: CaptionedPair['captions']): boolean {
  return captions.some((caption) => caption !== undefined && ENLARGED.test(caption));
}

export function saysSections(captions: CaptionedPair['captions']): boolean {
  return captions.some((caption) => caption !== undefined && SECTIONS.test(caption));
}

interface Declaration {
  readonly of: DeclaredOf;
  /** Numbers of the figures that the sentence names, as `2` or `s3`. */
  readonly cites: readonly string[];
}

function declarationsIn(caption: string | undefined): readonly Declaration[] {
  if (caption === undefined) return [];
  return sentencesOf(withoutLabel(caption)).flatMap((sentence): Declaration[] => {
    const isOfBlot = SAME_BLOT.test(sentence) || PROBED_AGAIN.test(sentence);
    if (!isOfBlot && !SAME_ANY.test(sentence) && !SHOWN_AGAIN.test(sentence)) return [];
    const speaksOfBlot = isOfBlot || new RegExp(THING_IN_BLOT, 'iu').test(sentence);
    return [{ of: speaksOfBlot ? 'blot' : 'any', cites: citedIn(sentence) }];
  });
}

const NUMBER = String.raw`(?:fig(?:ure|s)?\.?|그림|图)\s*(s?\d+)`;
const LABEL = new RegExp(String.raw`^\s*(?:[\p{L}.]+\s+){0,2}${NUMBER}`, 'iu');

function numberOf(caption: string | undefined): string | undefined {
  return caption === undefined ? undefined : LABEL.exec(caption)?.[1]?.toLowerCase();
}

function withoutLabel(caption: string): string {
  return caption.replace(LABEL, '');
}

function citedIn(sentence: string): readonly string[] {
  return [...sentence.matchAll(new RegExp(NUMBER, 'giu'))].flatMap(([, number]) => number?.toLowerCase() ?? []);
}

/** Ends of sentences; the stop of `Fig.` and of one letter is none. */
function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<!\bfigs?)(?<!\b\p{L})[.;]\s+/iu);
}

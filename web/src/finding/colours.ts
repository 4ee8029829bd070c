/** Colours that people with any colour vision tell apart; the number beside them says the same without colour.
 * Source: Okabe, Ito, "Color Universal Design", 2008. Black is left out: it does not show on dark images. */
const OKABE_ITO = ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#0072b2', '#d55e00', '#cc79a7'] as const;
/** Ink on each colour with a contrast of at least 4.5 : 1. */
const INK = ['#000', '#000', '#000', '#000', '#fff', '#000', '#000'] as const;

export interface PairColour {
  readonly fill: string;
  readonly ink: string;
}

/** @param number of the finding, from 1; all its sides share the colour. */
export function colourOf(number: number): PairColour {
  const at = (number - 1) % OKABE_ITO.length;
  return { fill: OKABE_ITO[at] ?? '#e69f00', ink: INK[at] ?? '#000' };
}

/** Words a caption begins with, after "Supplementary" and the like: `Fig. 2`, `Figure S1`, `Supplementary Fig. 3A`, `Extended Data Figure 4`, `그림 1`. */
const CAPTION = /^\s*(?:(?:extended\s+data|supplementa(?:ry|l)|supporting|suppl?\.?|appendix)\s+)?(?:fig(?:ure|s)?\b\.?|scheme\b|plate\b|abb(?:ildung)?\b\.?|그림|图)\s*\S/iu;
/** `Supplementary` alone, as in `Supplementary data 1`. */
const SUPPLEMENTARY = /^\s*supplementa(?:ry|l)\s+(?:data|material|image|file|blot)/iu;

/** Whether a line begins like the caption of a figure. */
export function isCaption(line: string): boolean {
  return CAPTION.test(line) || SUPPLEMENTARY.test(line);
}

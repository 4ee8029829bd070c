/**
 * How a change of light is shared between colours and black: luma rendered is colour × white / 255, where colour is what C, M and Y leave and white what
 * K leaves. δ is shared in the least-energy way, δ · white : δ · colour, so that a pure black plate is marked in K and a picture without black in the colours.
 *
 * @param luma rendered, [0, 1]. @param white in [0, 1].
 */
export function inkShares(luma: number, white: number): { readonly colours: number; readonly black: number } {
  const colour = white > 0 ? Math.min(1, luma / white) : 0;
  const most = Math.max(1, white * white + colour * colour);
  return { colours: white / most, black: colour / most };
}

/** Issues of the press on the wire of the native API. The web application imports these types. */
import { Type, type Static } from 'typebox';

export const PressIssueView = Type.Object({
  id: Type.String(), name: Type.String(), date: Type.String({ description: 'YYYY-MM-DD' }), fileName: Type.String(), bytes: Type.Integer(),
  mine: Type.Boolean({ description: 'false: taken in for all accounts, by the operator' }),
  state: Type.Union([Type.Literal('waiting'), Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  pages: Type.Union([Type.Integer(), Type.Null()]), pagesDone: Type.Integer(),
  matches: Type.Integer({ description: 'of my media' }),
  problem: Type.Union([Type.String(), Type.Null()]), createdAt: Type.String(), endedAt: Type.Union([Type.String(), Type.Null()]),
});
export type PressIssueView = Static<typeof PressIssueView>;

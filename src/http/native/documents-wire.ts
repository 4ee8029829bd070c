/** What the native API says of a picture of a document. */
import { Type, type Static } from 'typebox';

/** px of the picture as stored. */
export const DocumentRegion = Type.Object({
  x: Type.Integer(), y: Type.Integer(), width: Type.Integer(), height: Type.Integer(),
  probability: Type.Number({ minimum: 0, maximum: 1 }),
  seenBy: Type.Array(Type.String(), { description: 'detectors, strongest first' }),
});
export type DocumentRegion = Static<typeof DocumentRegion>;

export const DocumentDetector = Type.Object({
  detector: Type.String(),
  abstained: Type.Optional(Type.String({ description: 'why this question could not be asked' })),
  measures: Type.Record(Type.String(), Type.Number()),
  notes: Type.Array(Type.String()),
  map: Type.Optional(Type.String({ description: 'data: URL of an 8-bit grey PNG of the size of the picture; white = ten deviations of the page or more' })),
});
export type DocumentDetector = Static<typeof DocumentDetector>;

export const DocumentView = Type.Object({
  format: Type.String(), width: Type.Integer(), height: Type.Integer(),
  score: Type.Union([Type.Number(), Type.Null()], { description: 'in [0, 1]; null when it cannot be judged' }),
  threshold: Type.Number({ description: 'scores from here on are called forged' }),
  abstained: Type.Optional(Type.String({ description: 'why it cannot be judged' })),
  regions: Type.Array(DocumentRegion),
  proportion: Type.Number({ description: 'share of the area whose probability reaches the threshold' }),
  heatMap: Type.String({ description: 'data: URL of an 8-bit grey PNG of the size of the picture; 255 = probability 1' }),
  picture: Type.String({ description: 'data: URL of the picture as stored, reduced' }),
  detectors: Type.Array(DocumentDetector),
});
export type DocumentView = Static<typeof DocumentView>;

export const EnhancedView = Type.Object({
  found: Type.Boolean({ description: 'whether corners of a sheet were found' }),
  corners: Type.Array(Type.Object({ x: Type.Number(), y: Type.Number() }), { description: 'px of the picture as stored, clockwise from the top left' }),
  picture: Type.Optional(Type.String({ description: 'data: URL; absent when nothing was to be changed' })),
});
export type EnhancedView = Static<typeof EnhancedView>;

export const MoireView = Type.Object({
  found: Type.Boolean(),
  strength: Type.Number({ minimum: 0, maximum: 1, description: 'share of what varies on the paper that lay in the stripes' }),
  decibels: Type.Number({ description: 'of the highest peak over its surroundings; 0 when none' }),
  picture: Type.Optional(Type.String({ description: 'data: URL; absent when there is no moiré' })),
});
export type MoireView = Static<typeof MoireView>;

export const ImprovementName = Type.Union([Type.Literal('none'), Type.Literal('remove-shadow'), Type.Literal('enhance'), Type.Literal('black-white')]);
export type ImprovementName = Static<typeof ImprovementName>;

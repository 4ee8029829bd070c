/** The ImgAuth API on the wire: names and spelling are theirs; what we add says so. */
import { Type, type Static } from 'typebox';

export const Location = Type.Object({
  left: Type.Integer({ minimum: 0 }), top: Type.Integer({ minimum: 0 }), width: Type.Integer({ minimum: 0 }), height: Type.Integer({ minimum: 0 }),
  probability: Type.Number({ minimum: 0, maximum: 1 }),
});

export const ForgeryReply = Type.Object({
  code: Type.Literal(0),
  data: Type.Object({
    detection_result: Type.Union([Type.Literal('fake'), Type.Literal('real')]),
    tampered_proportion: Type.Optional(Type.Number()),
    heatmap: Type.Optional(Type.String({ description: 'base64 of an 8-bit grey PNG of the size of the image; 255 = probability 1' })),
    tampered_location: Type.Array(Location),
    tampered_confidence: Type.Union([Type.Number(), Type.Null()], { description: 'ours: score of the page in [0, 1]; null when it abstained' }),
    abstained: Type.Optional(Type.String({ description: 'ours: why the image cannot be judged' })),
  }),
  message: Type.Literal('Success'),
});
export type ForgeryReply = Static<typeof ForgeryReply>;

export const ErrorReply = Type.Object({ error: Type.Literal('API_ERROR'), code: Type.Integer(), message: Type.String() });
export type ErrorReply = Static<typeof ErrorReply>;

export const ERRORS = { '4xx': ErrorReply, '5xx': ErrorReply } as const;

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

/** Of every call. */
export const IMAGE_FIELDS = {
  image: Type.Optional(Type.String({ description: 'base64 of a JPEG, PNG, BMP, WebP, TIFF or GIF, at most 10 MB' })),
  url: Type.Optional(Type.String({ description: 'address of the image, at most 1024 bytes; `image` wins' })),
};

export const EnhanceReply = Type.Object({
  code: Type.Literal(0),
  data: Type.Object({
    image_processed: Type.String({ description: 'base64 of a JPEG or PNG; the bytes as sent when nothing was to be changed' }),
    points: Type.Array(Type.Array(Type.Number()), { description: '[[x, y] × 4], px of the image as stored, clockwise from the top left of the sheet; the whole frame when no sheet was found' }),
    corners_found: Type.Boolean({ description: 'ours: whether `points` are corners of a sheet' }),
  }),
  message: Type.Literal('Success'),
});
export type EnhanceReply = Static<typeof EnhanceReply>;

export const MoireReply = Type.Object({
  code: Type.Literal(0),
  data: Type.Object({
    image_processed: Type.String({ description: 'base64 of a JPEG or PNG; the bytes as sent when there is no moiré' }),
    moire_found: Type.Boolean(),
    strength: Type.Number({ minimum: 0, maximum: 1, description: 'share of what varies on the paper that lay in the stripes' }),
  }),
  message: Type.Literal('Success'),
});
export type MoireReply = Static<typeof MoireReply>;

export const ErrorReply = Type.Object({ error: Type.Literal('API_ERROR'), code: Type.Integer(), message: Type.String() });
export type ErrorReply = Static<typeof ErrorReply>;

export const ERRORS = { '4xx': ErrorReply, '5xx': ErrorReply } as const;

/** Shapes of `POST /native/v1/verify`. */
import { Type, type Static } from 'typebox';
import { QueryPicture } from './media-wire.ts';

const Fact = Type.Object({
  kind: Type.Union([Type.Literal('c2pa'), Type.Literal('digital-source-type'), Type.Literal('generator'), Type.Literal('editor'), Type.Literal('camera')]),
  field: Type.String(),
  value: Type.String(),
  /** What the statement says of the image, where it says anything. */
  says: Type.Optional(Type.Union([Type.Literal('generated'), Type.Literal('composite')])),
  /** False: a signed statement that does not hold for these bytes. */
  holds: Type.Optional(Type.Boolean()),
});

/** What is known of one file without having seen it before: what it says of itself, and what its pixels look like. */
export const VerifyReply = Type.Object({
  query: QueryPicture,
  format: Type.String(),
  bytes: Type.Integer(),
  /** Lower-case hex. */
  sha256: Type.String(),
  facts: Type.Array(Fact),
  /** Of what the file says, in [0, 1]; absent: it claims nothing. */
  claimed: Type.Optional(Type.Number()),
  /** Credentials that the file has lost, found again among the caller's media; surest first. */
  recovered: Type.Array(Type.Object({
    /** `watermark`: the mark in the pixels names the copy; `copy`: a registered image of the same picture was signed. */
    by: Type.Union([Type.Literal('watermark'), Type.Literal('copy')]),
    medium: Type.Object({ id: Type.Integer(), name: Type.String() }),
    facts: Type.Array(Fact),
  })),
  pixels: Type.Object({
    /** Calibrated, in [0, 1]; absent: not judged. */
    score: Type.Optional(Type.Number()),
    /** Scores from here on are findings in a scan. */
    least: Type.Optional(Type.Number()),
    /** Why they were not judged: an `AbstainReason`. */
    abstained: Type.Optional(Type.String()),
    /** px of the image; where it was looked at, and what each place alone looks like. */
    patches: Type.Array(Type.Object({ box: Type.Object({ x: Type.Number(), y: Type.Number(), width: Type.Number(), height: Type.Number() }), score: Type.Number() })),
  }),
});
export type VerifyReply = Static<typeof VerifyReply>;

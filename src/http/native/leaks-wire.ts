/** The leak desk on the wire of the native API. The web application imports these types. */
import { Type, type Static } from 'typebox';

export const RecipientView = Type.Object({ id: Type.Integer(), name: Type.String() });
export type RecipientView = Static<typeof RecipientView>;

export const LeakView = Type.Object({
  id: Type.Integer(),
  /** File name of the original. */
  name: Type.String(),
  /** px. */
  width: Type.Integer(), height: Type.Integer(),
  createdAt: Type.String(),
  recipients: Type.Array(RecipientView),
});
export type LeakView = Static<typeof LeakView>;

export const TraceView = Type.Object({
  /** False: the file is not made from this original, or nothing of it can be laid over it. */
  comparable: Type.Boolean(),
  /** Surest first; several where copies were mixed; empty: nobody is named. */
  suspects: Type.Array(Type.Object({
    recipient: RecipientView,
    /** log10 of the bound on the chance that a file without this copy's mark points here. */
    log10p: Type.Number(),
  })),
  /** px of the file → px of the original. */
  transform: Type.Optional(Type.Array(Type.Number())),
});
export type TraceView = Static<typeof TraceView>;

/** The Imagetwin API on the wire, version 1.5: names, order and spelling are theirs. */
import { Type, type Static } from 'typebox';

export const ScanReply = Type.Object({ scanId: Type.String(), message: Type.String() });
export type ScanReply = Static<typeof ScanReply>;

export const ResultReply = Type.Object({
  scanId: Type.String(),
  alterationCount: Type.Integer({ minimum: 0 }),
  localDuplicateCount: Type.Integer({ minimum: 0 }),
  externDuplicateCount: Type.Integer({ minimum: 0 }),
  aiImageCount: Type.Integer({ minimum: 0 }),
  pdfReport: Type.String(),
  resultUrl: Type.String(),
  minScore: Type.Number(),
  highestScore: Type.Number(),
  /** Ours: over all findings, also those under minScore. */
  highestScoreAll: Type.Optional(Type.Number()),
});
export type ResultReply = Static<typeof ResultReply>;
export type CountName = 'alterationCount' | 'localDuplicateCount' | 'externDuplicateCount' | 'aiImageCount';

export const RunningReply = Type.Object({ scanId: Type.String(), message: Type.String(), progress: Type.Number({ minimum: 0, maximum: 1 }) });
export type RunningReply = Static<typeof RunningReply>;

export const ErrorReply = Type.Object({
  message: Type.String(),
  code: Type.String(),
  requestId: Type.String(),
  /** Of a failed scan. */
  scanId: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
});
export type ErrorReply = Static<typeof ErrorReply>;

export const OverviewEntry = Type.Object({
  scanId: Type.String(), scanDate: Type.String(), user: Type.String(), freeOfCharge: Type.Boolean(), apiScan: Type.Boolean(),
});
export type OverviewEntry = Static<typeof OverviewEntry>;
export const OverviewReply = Type.Object({ startDate: Type.String(), endDate: Type.String(), scans: Type.Array(OverviewEntry) });
export type OverviewReply = Static<typeof OverviewReply>;

/** What every address may answer besides its success. */
export const ERRORS = { 400: ErrorReply, 401: ErrorReply, 404: ErrorReply, 429: ErrorReply, 500: ErrorReply, 503: ErrorReply, 504: ErrorReply } as const;

export const STARTED = 'Scan started successfully.';
export const RUNNING = 'Scan in progress.';
export const FAILED = 'Scan failed.';

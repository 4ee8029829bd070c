/** The predefined scans of the reference: ids and numbers are those it prints. */
import { toLinks } from './from-core.ts';
import { FAILED, RUNNING, type ErrorReply, type OverviewReply, type ResultReply, type RunningReply } from './wire.ts';

export const SAMPLE = {
  document: 'd904c90756d6653f27ce9fc27847a5bf61e35b4cb288d0a301e879cbef3e4579',
  /** In version 1.1 only. */
  images: '6ec90027ee710cd153924e84fee89bbcbf5142a6f38edf017d70c5c6bcb0cbc8',
  running: 'bbe5489089af902791419a29f3fac98606c43359afc623f852c5e00e10afd0d9',
  failed: '21e16e8c71c015715dae4a64b6c12fc5f267b776ebafa27f175e27b48da788fd',
} as const;

/** Of the sample's report and result page. */
export const SAMPLE_TOKEN = 'e590ff7414eef232b52c990ab15773e58c5ad9965340b8f3461531d047184a60';

export type SampleAnswer =
  | { readonly status: 200; readonly body: ResultReply }
  | { readonly status: 202; readonly body: RunningReply }
  | { readonly status: 500; readonly body: ErrorReply };

/** Undefined: not a predefined scan. */
export function sampleResult(scanId: string, baseUrl: string, requestId: string): SampleAnswer | undefined {
  if (scanId === SAMPLE.document || scanId === SAMPLE.images) {
    const counts = { alterationCount: 0, localDuplicateCount: 2, externDuplicateCount: 0, aiImageCount: 0 };
    return { status: 200, body: { scanId, ...counts, ...toLinks(baseUrl, SAMPLE_TOKEN), minScore: 0.33, highestScore: 0.99 } };
  }
  if (scanId === SAMPLE.running) return { status: 202, body: { scanId, message: RUNNING, progress: 0.5 } };
  if (scanId === SAMPLE.failed) {
    return { status: 500, body: { message: FAILED, code: 'scan/failed', requestId, scanId, reason: 'a predefined scan that always fails, to test your error handling' } };
  }
  return undefined;
}

/** As printed, with the caller's e-mail in place of the one the reference hides. */
export function sampleOverview(startDate: string, endDate: string, user: string): OverviewReply {
  return {
    startDate, endDate,
    scans: [
      { scanId: '1625b21d-0492-44b5-83bb-76161ab116eb', scanDate: '2025-04-10T13:54:05', user, freeOfCharge: false, apiScan: false },
      { scanId: 'b8218b13-ad59-4f59-8067-d5406732440f', scanDate: '2025-04-10T15:07:23', user, freeOfCharge: true, apiScan: false },
    ],
  };
}

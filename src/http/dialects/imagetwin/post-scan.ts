/** POST /v1/scan — one document or up to 25 images. POST /v1/scanPdf, /v1/scanImages — the deprecated twins, which answer the same. */
import { Type } from 'typebox';
import type { HttpServices, Routes } from '../../services.ts';
import { submitScan } from '../../submit-scan.ts';
import { refuseOversized } from '../../uploads.ts';
import { callerOf } from './auth.ts';
import { withSubmission, type ScanForm } from './to-core.ts';
import { ERRORS, ScanReply, STARTED } from './wire.ts';

const Files = Type.Array(Type.String({ format: 'binary' }));
const Options = {
  minScore: Type.Optional(Type.Number({ minimum: 0, maximum: 0.9, default: 0.33 })),
  callbackUrl: Type.Optional(Type.String({ format: 'uri' })),
  excludeIdenticalPaper: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
};

export interface ScanAddress extends ScanForm {
  readonly url: '/scan' | '/scanPdf' | '/scanImages';
  readonly summary: string;
  readonly deprecated: boolean;
}

export const SCAN_ADDRESSES: readonly ScanAddress[] = [
  { url: '/scan', part: 'file', accepts: 'document-or-images', deprecated: false, summary: 'Scan one document (PDF, DOCX) or up to 25 images' },
  { url: '/scanPdf', part: 'pdfFile', accepts: 'pdf', deprecated: true, summary: 'Scan a PDF file' },
  { url: '/scanImages', part: 'imageFile', accepts: 'images', deprecated: true, summary: 'Scan images' },
];

export const postScan: Routes = async (app, services) => {
  for (const address of SCAN_ADDRESSES) {
    app.post(address.url, { ...scanRoute(address, services), config: { imagetwinBucket: 'scan', documentedBody: bodyOf(address) } }, async (request) => {
      const { id } = await withSubmission(request, callerOf(request), address, services, (submission, judged) => submitScan(services, submission, judged));
      return { scanId: id, message: STARTED };
    });
  }
};

/** Parts of the route that the sandbox shares: documentation, deprecation, size at the door. */
export function scanRoute({ summary, deprecated }: ScanAddress, { config }: HttpServices) {
  return {
    schema: { tags: ['imagetwin'], summary, deprecated, consumes: ['multipart/form-data'], response: { 200: ScanReply, ...ERRORS } },
    onRequest: async (request: Parameters<typeof refuseOversized>[0], reply: Parameters<typeof refuseOversized>[1]): Promise<void> => {
      if (deprecated) reply.headers(DEPRECATION);
      refuseOversized(request, reply, config);
    },
  };
}

/** RFC 9745 (since 3 December 2024, as the reference's changelog says) and RFC 8594 (not before the end of 2027). */
const DEPRECATION = {
  deprecation: `@${Date.UTC(2024, 11, 3) / 1000}`,
  sunset: 'Fri, 31 Dec 2027 23:59:59 GMT',
  link: '</v1/scan>; rel="successor-version", </docs/imagetwin>; rel="deprecation"; type="text/html"',
};

export function bodyOf({ part }: ScanAddress) {
  return Type.Object({ [part]: Files, ...Options });
}

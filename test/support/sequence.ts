/** Order of the test files: the dearest first, so that the workers end together. On a clean checkout nothing is known of earlier runs. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** By what they took, the longest first. A file that is not named comes after those that are. */
const DEAREST = [
  'e2e/accessibility', 'faults/kill-server', 'e2e/journey', 'imatag/conformance', 'crawl/crawl', 'imagetwin/result', 'imatag/watermarking', 'cli/cli', 'faults/kill-crawl', 'e2e/api-agrees', 'hostile/server',
  'registry/external-duplicate', 'cli/reference', 'faults/kill-media', 'imatag/account', 'native/native-api', 'cli/watermark', 'scan/scan-submission', 'e2e/documents', 'imagetwin/callbacks', 'imgauth/forgery-detection',
  'lamark/lamark', 'imatag/searches', 'faults/embedded-database', 'report/render-pdf', 'watermark/detect',
].map((name) => `/${name}.test.ts`);

const rank = ({ moduleId }: TestSpecification): number => {
  const at = DEAREST.findIndex((end) => moduleId.endsWith(end));
  return at === -1 ? DEAREST.length : at;
};

export class DearFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Order of the test files: the dearest first, so that the workers end together. On a clean checkout nothing is known of earlier runs. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** By what they took, the longest first. A file that is not named comes after those that are. */
const DEAREST = [
  'e2e/accessibility', 'faults/kill-server', 'e2e/journey', 'hostile/server', 'native/native-api', 'cli/cli', 'registry/external-duplicate', 'e2e/api-agrees', 'imatag/conformance', 'imagetwin/result', 'imatag/searches',
  'report/render-pdf', 'imagetwin/callbacks', 'faults/kill-media', 'cli/reference', 'faults/kill-crawl', 'crawl/crawl', 'imagetwin/curls', 'imatag/media', 'scan/scan-submission', 'watermark/detect', 'imatag/account', 'faults/scan-retries',
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

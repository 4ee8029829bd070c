/** The page of an evidence archive that is read first: what was found, where, when, how sure it is, and how to check it without us. */
import type { EvidenceGap, EvidenceRole } from './evidence-files.ts';
import type { EvidenceFacts, ListedFile } from './evidence-of.ts';

const ROLE: Readonly<Record<EvidenceRole, string>> = {
  'found-image': 'the image as it was received, byte for byte',
  'page-warc': 'requests and answers of the page and of the image, WARC/1.1 (ISO 28500), with digests',
  screenshot: 'the page as a browser drew it',
  issue: 'the issue as it was handed in, byte for byte',
  'tear-sheet': 'the page with the image outlined',
  'registered-image': 'the registered image it was compared with, byte for byte',
  'registered-preview': 'a picture of the registered medium',
};

const GAP: Readonly<Record<EvidenceGap, string>> = {
  'no-capture': 'the image and its page: this match was recorded before captures were kept, or its capture is gone',
  'no-page': 'the page: its answer was not kept when the image was seen',
  'page-not-modified': 'the text of the page: the site said that it had not changed since an earlier crawl (304), so its answer has no body here',
  'no-screenshot': 'a screenshot: the crawl that saw the page has not ended yet',
  'no-browser': 'a screenshot: no browser is installed on the server that crawled the page',
  'screenshot-failed': 'a screenshot: the browser could not draw the page',
  'query-gone': 'the image that was searched for: searches are kept for a limited time',
  'issue-gone': 'the issue: it was removed',
  'registered-gone': 'the registered image: it was deleted',
  'registered-secret': 'the registered file: it is a registration that holds the secret of its watermark, so its picture stands for it',
};

const CLASS = {
  identical: 'identical: the same picture, unchanged in substance',
  derived: 'derived: made from the registered image (resized, cropped, recompressed or edited)',
  template: 'template: the two share a design, not necessarily the picture',
  similar: 'similar only: it looks alike; that it was made from the registered image is not proven',
} as const;

export function evidenceReadme(facts: EvidenceFacts, files: readonly ListedFile[], gaps: readonly EvidenceGap[]): string {
  return [
    `Evidence of match ${facts.match.id} (${facts.match.type})`,
    '',
    'What was found',
    ...found(facts),
    '',
    'How sure it is',
    ...certainty(facts),
    '',
    'What is in this archive',
    ...files.map(({ name, role, bytes, sha256 }) => `  ${name}  (${bytes} bytes)\n    ${ROLE[role]}\n    SHA-256 ${sha256}`),
    '  evidence.json\n    everything on this page, for programs',
    '  SHA256SUMS\n    check all files with: sha256sum -c SHA256SUMS',
    ...(gaps.length > 0 ? ['', 'What is not in it', ...gaps.map((gap) => `  ${GAP[gap]}`)] : []),
    '',
    'How it was had',
    '  Times are UTC, of the clock of the server that crawled. No third party has stamped them. The bodies in the WARC are as received, freed',
    '  of transfer and content coding. This archive states what was seen; whether the use was allowed is for people to judge.',
    '',
  ].join('\n');
}

function found({ match, where, seen, registered }: EvidenceFacts): string[] {
  const issue = where.issue ? [where.issue.name, where.issue.date].filter((part) => part !== undefined).join(', ') : '';
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    ['image', where.imageUrl], ['on page', where.pageUrl], ['credit line', where.credit], ['issue', issue || null], ['page of the issue', where.page === null ? null : String(where.page)],
    ['search', where.search], ['recorded', match.foundAt],
    ...(seen?.requests ?? []).map(({ url, at, status }) => [`asked for`, `${at}  ${url}  (answer ${status})`] as const),
    ['screenshot taken', seen && 'at' in seen.screenshot ? seen.screenshot.at : null],
    ...registered.map(({ path, sha256, registeredAt }) => ['registered image', `${path}\n    SHA-256 ${sha256}, registered ${registeredAt}`] as const),
  ];
  return rows.flatMap(([label, value]) => (value ? [`  ${label}: ${value}`] : []));
}

function certainty({ geometry, watermark, match }: EvidenceFacts): string[] {
  const lines = geometry ? [
    `  ${CLASS[geometry.class]}`,
    `  score ${Math.round(100 * geometry.score)} %; geometry ${geometry.verified ? `verified by ${geometry.inliers} corresponding points` : 'not verified'}; ${Math.round(100 * geometry.covered)} % of the registered image is seen`,
    `  pixels of the registered image to pixels of ${match.type === 'press' ? 'the picture on the page' : 'the found one'} (3 x 3, row by row):\n    ${geometry.transform.map((value) => Number(value.toPrecision(8))).join(' ')}`,
  ] : ['  the image was found by the credit line in its metadata; no pixels were compared'];
  return [...lines, watermark
    ? `  the watermark of medium ${watermark.medium} was found: the chance of finding it in a picture that does not carry it is at most 10^${watermark.log10p.toFixed(1)}`
    : '  no watermark was found'];
}

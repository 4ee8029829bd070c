/** A finished scan with findings of our choice, put into the database as the scan job puts one. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Evidence } from '../../../src/core/evidence.ts';
import type { Finding, FindingKind } from '../../../src/core/finding.ts';
import { IDENTITY } from '../../../src/core/geometry.ts';
import { boxRegion } from '../../../src/core/regions.ts';
import { shareHash, shareToken } from '../../../src/http/share-token.ts';
import { summarise } from '../../../src/scan/summarise.ts';
import type { TestServer, TestUser } from '../../support/server.ts';
import { png } from './fixtures.ts';

export interface ScanOptions {
  readonly findings?: readonly (readonly [kind: FindingKind, score: number])[];
  readonly minScore?: number;
  readonly apiScan?: boolean;
  readonly createdAt?: Date;
  readonly freeOfCharge?: boolean;
}

/** Gives its id. */
export async function finishedScan({ app }: TestServer, { account }: TestUser, options: ScanOptions = {}): Promise<string> {
  const { findings = [], minScore = 0.33, apiScan = true, createdAt = app.clock(), freeOfCharge = false } = options;
  const id = apiScan ? randomBytes(32).toString('hex') : randomUUID();
  const bytes = await png();
  const sha256 = await app.blobs.put(bytes);
  const evidence = evidenceOf(findings.map(([kind, score], i) => finding(kind, score, i)), sha256, bytes.length);
  const text = JSON.stringify(evidence);
  await app.store.transaction(async (tx) => {
    await tx.scans.insert({
      id, account_id: account.id, name: 'a.png', min_score: minScore, exclude_identical_paper: false, callback_url: null, api_scan: apiScan,
      free_of_charge: freeOfCharge, share_hash: shareHash(await shareToken(app.store, id)), files: evidence.files,
      created_at: createdAt, expires_at: new Date(createdAt.getTime() + app.config.retentionMs),
    });
    await tx.scans.start(id, 1, createdAt);
    await tx.scans.finish(id, 1, { sha256: createHash('sha256').update(text).digest('hex'), text }, summarise(evidence), createdAt);
  });
  return id;
}

function evidenceOf(findings: readonly Finding[], sha256: string, bytes: number): Evidence {
  return {
    schema: 1, engine: 'touchstone test', parameters: { seed: 1, detectors: {} },
    files: [{ name: 'a.png', sha256, bytes, format: 'png' }], pages: [],
    figures: [{ id: 'f1', file: 0, width: 160, height: 120, source: 'file', sha256, format: 'png', notes: [] }],
    panels: [{ id: 'f1p1', figure: 'f1', box: { x: 0, y: 0, width: 160, height: 120 }, class: 'photo', examined: true, masks: [] }],
    notes: [],
    runs: [{ detector: 'copy-move', version: 1, status: 'completed', findings, panel: 'f1p1', figure: 'f1' }],
    findings: findings.toSorted((a, b) => b.score - a.score),
  };
}

function finding(kind: FindingKind, score: number, i: number): Finding {
  const side = (x: number) => ({ image: 'f1', panel: 'f1p1', region: boxRegion<'figure'>({ x, y: 10 + (i % 7) * 10, width: 20, height: 20 }) });
  return { kind, score, sides: [side(10 + i * 0.05), side(100)], transform: IDENTITY, links: [], measures: {}, detector: 'copy-move', version: 1 };
}

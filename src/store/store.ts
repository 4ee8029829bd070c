/** The store: one query module an aggregate, over the pool or inside a transaction. */
import { accountQueries } from './accounts.ts';
import { blobQueries } from './blobs.ts';
import { credentialQueries } from './credentials.ts';
import { deliveryQueries } from './deliveries.ts';
import { batchQueries, crawlQueries } from './crawls.ts';
import { captureQueries } from './captures.ts';
import { decisionQueries } from './decisions.ts';
import { domainQueries } from './domains.ts';
import { frontierQueries } from './frontier.ts';
import { keyQueries } from './keys.ts';
import { leakQueries } from './leaks.ts';
import { linkQueries } from './links.ts';
import { markOrderQueries } from './mark-orders.ts';
import { markQueries } from './marks.ts';
import { matchDecisionQueries } from './match-decisions.ts';
import { matchGroupQueries } from './match-groups.ts';
import { matchQueries } from './matches.ts';
import { libraryQueries } from './library.ts';
import { mediaGrantQueries } from './media-grants.ts';
import { mediaUsageQueries } from './media-usage.ts';
import { mediaQueries } from './media.ts';
import { postingQueries } from './postings.ts';
import { pressQueries } from './press.ts';
import { rateQueries } from './rates.ts';
import { referenceIngestQueries } from './reference-ingests.ts';
import { referenceQueries } from './reference.ts';
import { scanQueries } from './scans.ts';
import { searchQueries } from './searches.ts';
import { sessionQueries } from './sessions.ts';
import { settingQueries } from './settings.ts';
import type { Database, Sql } from './sql.ts';
import { webImageQueries } from './web-images.ts';

const queriesOver = (sql: Sql) => ({
  sql,
  accounts: accountQueries(sql),
  keys: keyQueries(sql),
  sessions: sessionQueries(sql),
  rates: rateQueries(sql),
  settings: settingQueries(sql),
  postings: postingQueries(sql),
  reference: referenceQueries(sql),
  library: libraryQueries(sql),
  ingests: referenceIngestQueries(sql),
  media: mediaQueries(sql),
  mediaUsage: mediaUsageQueries(sql),
  mediaGrants: mediaGrantQueries(sql),
  scans: scanQueries(sql),
  blobs: blobQueries(sql),
  credentials: credentialQueries(sql),
  crawls: crawlQueries(sql),
  batches: batchQueries(sql),
  captures: captureQueries(sql),
  frontier: frontierQueries(sql),
  decisions: decisionQueries(sql),
  deliveries: deliveryQueries(sql),
  leaks: leakQueries(sql),
  links: linkQueries(sql),
  domains: domainQueries(sql),
  searches: searchQueries(sql),
  marks: markQueries(sql),
  markOrders: markOrderQueries(sql),
  matches: matchQueries(sql),
  matchDecisions: matchDecisionQueries(sql),
  matchGroups: matchGroupQueries(sql),
  press: pressQueries(sql),
  webImages: webImageQueries(sql),
});

export type Queries = ReturnType<typeof queriesOver>;

export interface Store extends Queries {
  transaction<T>(use: (queries: Queries) => Promise<T>): Promise<T>;
  /** Reads only, and all of one moment. */
  snapshot<T>(use: (queries: Queries) => Promise<T>): Promise<T>;
}

export function openStore(database: Database): Store {
  const transaction: Store['transaction'] = (use) => database.transaction((sql) => use(queriesOver(sql)));
  return {
    ...queriesOver(database), transaction,
    snapshot: (use) => transaction(async (queries) => {
      await queries.sql`set transaction isolation level repeatable read, read only`;
      return use(queries);
    }),
  };
}

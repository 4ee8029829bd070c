/** A server whose rates do not stand in the way, and users with a token of the IMATAG API. */
import { Client } from '../../support/client.ts';
import { issueKey, startServer, type ServerOptions, type TestServer } from '../../support/server.ts';
import type { AccountRow } from '../../../src/store/accounts.ts';

export interface Tenant {
  readonly account: AccountRow;
  readonly token: string;
  readonly api: Client;
}

/** Calls without `/api/v1` before every path. */
export const BASE = '/api/v1';

export async function startImatag({ config = {}, ...rest }: ServerOptions = {}): Promise<TestServer> {
  return startServer({ config: { imatagPerSecond: 100_000, imatagPerDay: 1_000_000, loginsPerMinute: 1000, ...config }, ...rest });
}

export async function tenant(server: TestServer, name: string): Promise<Tenant> {
  const { account } = await server.user(name);
  const token = await issueKey(server.app, account, 'imatag');
  return { account, token, api: new Client(server.url, { authorization: `Token ${token}` }) };
}

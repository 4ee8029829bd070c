/** Accounts: who may come in, and how a password is kept. */
import { randomBytes, randomUUID, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { ConflictError, NotFoundError } from '../core/errors.ts';
import type { Sql } from './sql.ts';

export interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly password_hash: string | null;
  readonly team: string;
  readonly admin: boolean;
  readonly demo: boolean;
  readonly api_enabled: boolean;
  readonly created_at: Date;
  /** Its home directory as one plain word: lower-case letters, digits, hyphens. Paths take it beside the name. */
  readonly home: string;
  readonly full_name: string;
  readonly service_plan: string;
  /** Null: no maximum. */
  readonly image_quota: number | null;
  /** bytes; null: no maximum. */
  readonly disk_quota: number | null;
  readonly incident: 'free trial expired' | 'payment overdue' | null;
  /** When it will be deleted, in case of an incident. */
  readonly account_expires: Date | null;
  /** Null: no maximum. */
  readonly searches_per_day: number | null;
  /** Whether its plan lets it search documents. */
  readonly document_search: boolean;
  /** Whether its media are looked for on the web. */
  readonly web_tracking: boolean;
  /** Whether its media are looked for in the press. */
  readonly press_tracking: boolean;
  /** Looked for in the metadata of images on the web. */
  readonly credit_lines: readonly string[];
  /** Where new matches are told of. */
  readonly match_callback: string | null;
}

/** What an operator may change of an account. */
export type PlanChange = Partial<Pick<AccountRow,
  'full_name' | 'service_plan' | 'image_quota' | 'disk_quota' | 'incident' | 'account_expires' | 'searches_per_day' | 'document_search' | 'web_tracking' | 'press_tracking'>>;

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  /** Without one nobody can sign in; keys still work. */
  readonly password?: string;
  /** Accounts of one team see each other in the scan overview. Default: a team of its own. */
  readonly team?: string;
  readonly admin?: boolean;
  readonly demo?: boolean;
}

export const accountQueries = (sql: Sql) => ({
  /** @throws {ConflictError} `user/exists`: the name or e-mail is taken, in any case, or the name is another's home. */
  async create({ name, email, password, team, admin = false, demo = false }: NewAccount): Promise<AccountRow> {
    const id = randomUUID();
    const hash = password === undefined ? null : await hashPassword(password);
    const [row] = await sql<AccountRow>`
      insert into account (id, name, email, password_hash, team, admin, demo, home)
      select ${id}, ${name}, ${email}, ${hash}, ${team ?? id}, ${admin}, ${demo}, ${await this.freeHome(name)}
      where not exists (select from account where home = lower(${name})) on conflict do nothing returning *`;
    if (!row) throw new ConflictError('user/exists', `there is a user with the name "${name}" or the e-mail "${email}" already`, { name, email });
    return row;
  },

  /** A home that nobody has as home or name; two accounts made at once with alike names: the later one is refused. */
  async freeHome(name: string): Promise<string> {
    const slug = slugOf(name);
    for (let n = 1; ; n++) {
      const home = n === 1 ? slug : `${slug}-${n}`;
      const taken = await sql`select from account where home = ${home} or (lower(name) = ${home} and lower(name) <> lower(${name})) limit 1`;
      if (taken.length === 0) return home;
    }
  },

  /** Whose home the first word of a path is: a name in any case, or a home. */
  async byHome(word: string): Promise<AccountRow | undefined> {
    const [row] = await sql<AccountRow>`
      select * from account where lower(name) = lower(${word}) or home = ${word} order by lower(name) = lower(${word}) desc limit 1`; // account_name_key, account_home_key
    return row;
  },

  /** @throws {NotFoundError} `user/not-found` */
  async get(id: string): Promise<AccountRow> {
    const [row] = await sql<AccountRow>`select * from account where id = ${id}`;
    if (!row) throw new NotFoundError('user/not-found', 'there is no such user', { id });
    return row;
  },

  /** By name or e-mail, in any case. */
  async find(nameOrEmail: string): Promise<AccountRow | undefined> {
    const [row] = await sql<AccountRow>`
      select * from account where lower(name) = lower(${nameOrEmail}) or lower(email) = lower(${nameOrEmail})
      order by lower(name) = lower(${nameOrEmail}) desc limit 1`; // account_name_key, account_email_key
    return row;
  },

  /** @throws {NotFoundError} `user/not-found` */
  async named(nameOrEmail: string): Promise<AccountRow> {
    const row = await this.find(nameOrEmail);
    if (!row) throw new NotFoundError('user/not-found', `there is no user "${nameOrEmail}"`, { user: nameOrEmail });
    return row;
  },

  /** Who has this name and password. Takes the same time whether or not the name exists. */
  async signIn(nameOrEmail: string, password: string): Promise<AccountRow | undefined> {
    const row = await this.find(nameOrEmail);
    const right = await verifyPassword(password, row?.password_hash ?? (await unknownUserHash()));
    return right && row?.password_hash ? row : undefined;
  },

  /** Also ends all sessions. */
  async setPassword(id: string, password: string): Promise<void> {
    await sql`update account set password_hash = ${await hashPassword(password)} where id = ${id}`;
    await sql`delete from session where account_id = ${id}`;
  },

  /** The switch of the APIs for one user. */
  async setApiEnabled(id: string, enabled: boolean): Promise<void> {
    await sql`update account set api_enabled = ${enabled} where id = ${id}`;
  },

  async setCreditLines(id: string, lines: readonly string[]): Promise<void> {
    await sql`update account set credit_lines = ${lines} where id = ${id}`;
  },

  async setMatchCallback(id: string, url: string | null): Promise<void> {
    await sql`update account set match_callback = ${url} where id = ${id}`;
  },

  /** Changes what is named and leaves the rest. */
  async setPlan(id: string, change: PlanChange): Promise<void> {
    const next = { ...(await this.get(id)), ...change };
    await sql`
      update account set full_name = ${next.full_name}, service_plan = ${next.service_plan}, image_quota = ${next.image_quota}, disk_quota = ${next.disk_quota},
        incident = ${next.incident}, account_expires = ${next.account_expires}, searches_per_day = ${next.searches_per_day},
        document_search = ${next.document_search}, web_tracking = ${next.web_tracking}, press_tracking = ${next.press_tracking}
      where id = ${id}`;
  },

  /** Name of the demo account, while there is one. */
  async demoName(): Promise<string | undefined> {
    const [row] = await sql<{ name: string }>`select name from account where demo order by created_at limit 1`;
    return row?.name;
  },

  async count(): Promise<number> {
    const [row] = await sql<{ n: number }>`select count(*) as n from account`;
    return row?.n ?? 0;
  },
});

/** A name as one plain word: `api.demo` → `api-demo`. */
export function slugOf(name: string): string {
  return name.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'home';
}

/** N = 2^15, r = 8, p = 1: 32 MiB and about 0.1 s. RFC 7914; OWASP password storage cheat sheet. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 } as const;
const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** `scrypt$N$r$p$salt$key`, salt and key as base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password.normalize('NFKC'), salt, 32, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, N, r, p, salt = '', key = ''] = stored.split('$');
  const expected = Buffer.from(key, 'base64url');
  if (scheme !== 'scrypt' || expected.length === 0) return false;
  const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: 2 ** 28 };
  const actual = await derive(password.normalize('NFKC'), Buffer.from(salt, 'base64url'), expected.length, options);
  return timingSafeEqual(actual, expected);
}

let unknown: Promise<string> | undefined;
/** Hash of a password that nobody knows, so that an unknown name costs as much as a wrong password. */
const unknownUserHash = (): Promise<string> => (unknown ??= hashPassword(randomBytes(32).toString('hex')));

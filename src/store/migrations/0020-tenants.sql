-- What a plan allows, and how an account is addressed.
alter table account
  -- the home directory as one plain word; paths take it beside the name
  add column home             text,
  add column full_name        text not null default '',
  add column service_plan     text not null default 'Self-hosted',
  -- null = no maximum
  add column image_quota      integer check (image_quota >= 0),
  add column disk_quota       bigint check (disk_quota >= 0),
  add column incident         text check (incident in ('free trial expired', 'payment overdue')),
  add column account_expires  timestamptz,
  -- null = no maximum
  add column searches_per_day integer check (searches_per_day >= 0),
  add column document_search  boolean not null default true,
  add column web_tracking     boolean not null default true,
  add column press_tracking   boolean not null default true;

-- Names that give the same word get a number, the oldest none.
with slugs as (
  select id, coalesce(nullif(trim(both '-' from regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g')), ''), 'home') as slug, created_at from account
), numbered as (
  select id, slug, row_number() over (partition by slug order by created_at, id) as n from slugs
)
update account set home = numbered.slug || case when n = 1 then '' else '-' || n end from numbered where numbered.id = account.id;
alter table account alter column home set not null;
create unique index account_home_key on account (home);

-- Keys that are derived from the server's secret can be shown again; the generation is what they are derived with.
alter table api_key add column generation integer not null default 0;

-- Files at `/<id>,<token>`: whoever has the address may read them. The token is derived from the id, so it is stored nowhere.
create table static_link (
  id         bigint generated always as identity primary key,
  account_id text not null references account on delete cascade,
  sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  type       text not null,
  name       text not null,
  bytes      bigint not null,
  created_at timestamptz not null,
  -- null = as long as what it belongs to
  expires_at timestamptz
);
create index static_link_sha256_idx on static_link (sha256);
create index static_link_expires_at_idx on static_link (expires_at) where expires_at is not null;
create index static_link_account_id_idx on static_link (account_id);

-- Matches on these domains, and on those below them, are of no interest to the account.
create table blacklisted_domain (
  id         bigint generated always as identity primary key,
  account_id text not null references account on delete cascade,
  -- ASCII form (IDNA), lower case, without a dot at its end
  domain     text not null,
  created_at timestamptz not null,
  unique (account_id, domain)
);

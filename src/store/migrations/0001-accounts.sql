-- Who may come in. A team shares its scan overview; results are their owner's.
create table account (
  id            text primary key,
  name          text not null,
  email         text not null,
  password_hash text,
  team          text not null,
  admin         boolean not null default false,
  demo          boolean not null default false,
  api_enabled   boolean not null default true,
  created_at    timestamptz not null default now()
);
create unique index account_name_key on account (lower(name));
create unique index account_email_key on account (lower(email));

-- One active key for each API and account; the value itself is never stored.
create table api_key (
  id           bigint generated always as identity primary key,
  account_id   text not null references account on delete cascade,
  api          text not null check (api in ('imagetwin', 'imatag', 'imgauth', 'native')),
  prefix       text not null,
  hash         text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  created_at   timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create unique index api_key_active_key on api_key (account_id, api) where revoked_at is null;

create table session (
  hash       text primary key check (hash ~ '^[0-9a-f]{64}$'),
  account_id text not null references account on delete cascade,
  csrf       text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_expires_at_idx on session (expires_at);

-- Rate limits survive a restart: one row a bucket, its window opened by the first call.
create table rate_window (
  bucket    text primary key,
  opened_at timestamptz not null,
  used      integer not null
);

-- Settings of the running service, shared by all its processes: maintenance, server secret.
create table setting (
  key   text primary key,
  value jsonb not null
);

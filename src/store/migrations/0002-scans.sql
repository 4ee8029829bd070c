create table scan (
  id                      text primary key,
  account_id              text not null references account on delete cascade,
  name                    text not null,
  state                   text not null check (state in ('queued', 'running', 'finished', 'failed', 'cancelled')),
  progress                jsonb not null,
  -- {code, message}: why it failed
  problem                 jsonb,
  min_score               double precision not null,
  exclude_identical_paper boolean not null default false,
  callback_url            text,
  api_scan                boolean not null,
  free_of_charge          boolean not null default false,
  share_hash              text not null unique,
  -- [{name, sha256, bytes, format}], in the order sent
  files                   jsonb not null,
  -- panels as a person corrected them; null = as segmented
  panels                  jsonb,
  -- counts up with every re-run, so that a late worker never overwrites a newer run
  run                     integer not null default 1,
  counts                  jsonb not null default '{"low": 0, "fair": 0, "high": 0}',
  highest_score           double precision not null default 0,
  created_at              timestamptz not null default now(),
  started_at              timestamptz,
  finished_at             timestamptz,
  expires_at              timestamptz not null
);
create index scan_account_id_created_at_idx on scan (account_id, created_at desc, id desc);
create index scan_created_at_idx on scan (created_at);
create index scan_expires_at_idx on scan (expires_at);

-- Which scan needs which bytes; a blob without a row here is deleted.
create table blob_use (
  sha256  text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  scan_id text not null references scan on delete cascade,
  primary key (sha256, scan_id)
);
create index blob_use_scan_id_idx on blob_use (scan_id);

-- Written once, never updated; a new run is a new row. `body` is json, not jsonb: its bytes are what the hash is of.
create table evidence (
  id         bigint generated always as identity primary key,
  scan_id    text not null references scan on delete cascade,
  run        integer not null,
  sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  body       json not null,
  created_at timestamptz not null default now(),
  unique (scan_id, run)
);

-- Append-only: the newest row of a finding is in force. Keyed by what the finding claims, so that a re-run keeps it.
create table decision (
  id         bigint generated always as identity primary key,
  scan_id    text not null references scan on delete cascade,
  finding_id text not null,
  account_id text not null,
  body       jsonb not null,
  created_at timestamptz not null default now()
);
create index decision_scan_id_idx on decision (scan_id, id);

-- One row a callback; attempts are kept as a log.
create table delivery (
  id         text primary key,
  scan_id    text not null references scan on delete cascade,
  url        text not null,
  body       text not null,
  state      text not null default 'waiting' check (state in ('waiting', 'delivered', 'given-up')),
  attempts   jsonb not null default '[]',
  created_at timestamptz not null default now()
);
create index delivery_scan_id_idx on delivery (scan_id);

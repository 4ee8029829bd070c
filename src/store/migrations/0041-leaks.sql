-- The leak desk: one original, and for each recipient a key of its own. Marked copies are made from these whenever they are asked for.
create table leak (
  id         bigint generated always as identity primary key,
  account_id text not null references account on delete cascade,
  name       text not null,
  -- the unmarked original, served to nobody
  sha256     text not null,
  bytes      bigint not null,
  -- {id, width, height, columns, rows, strength, maxPayload}
  design     jsonb not null,
  created_at timestamptz not null
);
create index leak_account_id_idx on leak (account_id, id desc);
create index leak_sha256_idx on leak (sha256);
create table leak_recipient (
  id      bigint generated always as identity primary key,
  leak_id bigint not null references leak on delete cascade,
  name    text not null,
  -- 32 bytes
  key     bytea not null,
  unique (leak_id, name)
);

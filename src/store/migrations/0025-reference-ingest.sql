-- Bulk enrolments in the reference library.
create table reference_ingest (
  id          text primary key,
  account_id  text references account on delete set null,
  -- the file, or how many
  name        text not null,
  state       text not null check (state in ('queued', 'running', 'finished', 'failed', 'cancelled')),
  -- {title, doi, licence, collection}: said of all of it
  source      jsonb not null,
  -- files found in it, archives opened; null = not counted yet
  total       integer,
  enrolled    integer not null default 0,
  known       integer not null default 0,
  skipped     integer not null default 0,
  images      integer not null default 0,
  -- {code, message}: why it failed
  problem     jsonb,
  created_at  timestamptz not null,
  finished_at timestamptz
);
create index reference_ingest_created_at_idx on reference_ingest (created_at desc, id desc);

-- What was sent; deleted when it ends, and its blobs with it.
create table reference_ingest_file (
  ingest_id text not null references reference_ingest on delete cascade,
  number    integer not null,
  name      text not null,
  sha256    text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes     bigint not null,
  primary key (ingest_id, number)
);
create index reference_ingest_file_sha256_idx on reference_ingest_file (sha256);

-- What became of each file, written with what it enrolled: whoever goes on after a kill passes these over.
create table reference_ingest_log (
  ingest_id text not null references reference_ingest on delete cascade,
  key       text not null,
  name      text not null,
  outcome   text not null check (outcome in ('enrolled', 'known', 'skipped')),
  -- why it was skipped
  reason    text,
  primary key (ingest_id, key)
);

-- The library by page, by collection and by DOI.
create index reference_entry_scope_id_idx on reference_entry (scope, id desc);
create index reference_entry_collection_idx on reference_entry (scope, (source->>'collection'), id desc);
create index reference_entry_doi_idx on reference_entry (scope, (source->>'doi')) where source->>'doi' is not null;

-- Every blob we keep. One that no scan uses is deleted an hour after it was last asked for:
-- a submission touches its blobs before it writes them, so a clean-up beside it never takes them away.
create table blob (
  sha256     text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  touched_at timestamptz not null
);
create index blob_touched_at_idx on blob (touched_at);

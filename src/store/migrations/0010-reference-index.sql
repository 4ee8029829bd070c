-- The reference index. An image is in every answer as soon as its row here is committed, and in none as soon as it is deleted.
create table reference_entry (
  id           bigint generated always as identity primary key,
  -- `reference`, `media:<account>`, `web:<account>`: a search sees the scopes it names
  scope        text not null,
  -- what the owner of the scope calls it
  ref          text not null,
  name         text not null,
  source       jsonb not null,
  sha256       text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- px as stored
  width        integer not null,
  height       integer not null,
  -- version of the vocabulary its postings were made with; 0 = it has no postings
  vocabulary   integer not null,
  features     integer not null,
  hash         bit(256) not null,
  -- (i << 16) | i-th 16 bits of the hash: a hash within 15 bits shares at least one
  hash_keys    integer[] not null,
  -- where its postings lie; null = in reference_log
  pack         bigint,
  slot         integer,
  enrolled_at  timestamptz not null,
  unique (scope, ref)
);
create index reference_entry_pack_slot_idx on reference_entry (pack, slot);
create index reference_entry_hash_keys_idx on reference_entry using gin (hash_keys);
create index reference_entry_sha256_idx on reference_entry (sha256);

-- Small grey picture for the check on pixels, JPEG.
create table reference_thumbnail (
  entry_id bigint primary key references reference_entry on delete cascade,
  bytes    bytea not null
);
alter table reference_thumbnail alter column bytes set storage external;

-- Postings of what was enrolled last, one row an image: N × 20 bytes. Merged into packs in the background.
create table reference_log (
  entry_id bigint primary key references reference_entry on delete cascade,
  scope    text not null,
  postings bytea not null
);
alter table reference_log alter column postings set storage external;
create index reference_log_scope_idx on reference_log (scope, entry_id);

-- Postings of up to 65,536 images of one scope, sorted by word. Written once; a merge writes a new one.
create table reference_pack (
  id         bigint generated always as identity primary key,
  scope      text not null,
  vocabulary integer not null,
  size       integer not null,
  -- false while it is being written
  live       boolean not null default false
);
create index reference_pack_scope_idx on reference_pack (scope);
create table reference_posting (
  pack     bigint not null,
  word     integer not null,
  -- N × 16 bytes
  postings bytea not null,
  primary key (pack, word)
);
alter table reference_posting alter column postings set storage external;

-- Slots whose image was removed; the next merge forgets them.
create table reference_tombstone (
  pack bigint not null references reference_pack on delete cascade,
  slot integer not null,
  primary key (pack, slot)
);

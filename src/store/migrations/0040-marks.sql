-- Unmarked originals, by a hash of their pixels. In the index each is one entry of the scope `media:<account>`, with the ref `original:<id>`,
-- however many marked copies of it are registered; after a hit all their keys are asked.
create table mark_original (
  id              bigint generated always as identity primary key,
  account_id      text not null references account on delete cascade,
  -- `lmk-jpg-1:` or `lmk-pix-1:` and 64 hex digits
  pixels          text not null,
  -- small copy, unmarked: what a detector subtracts; served to nobody
  thumb_sha256    text not null,
  -- what people see, marked: {sha256, bytes, width, height}
  preview         jsonb not null,
  thumbnail       jsonb not null,
  created_at      timestamptz not null,
  unique (account_id, pixels)
);

-- One registered mark: a medium that was registered by a registration file.
create table mark (
  id            bigint generated always as identity primary key,
  original_id   bigint not null references mark_original on delete cascade,
  medium_id     bigint not null references medium on delete cascade,
  transactional boolean not null,
  -- {id, width, height, columns, rows, strength, maxPayload}
  design        jsonb not null,
  -- 32 bytes; null: made from a passphrase that is not kept
  key           bytea,
  -- {salt, cost, blockSize, parallel, check}: how; bytes as hex
  secret        jsonb,
  created_at    timestamptz not null,
  check ((key is null) <> (secret is null))
);
create index mark_original_id_idx on mark (original_id, id);
create index mark_medium_id_idx on mark (medium_id);

-- Marking and detection that go on in the background.
create table mark_order (
  -- 12 letters and digits
  id         text primary key,
  account_id text not null references account on delete cascade,
  kind       text not null check (kind in ('mark', 'detect')),
  -- what to do; the files it names are kept by its links
  input      jsonb not null,
  links      bigint[] not null,
  -- null: not done yet
  output     jsonb,
  -- {code, message}: why there is none
  problem    jsonb,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index mark_order_expires_at_idx on mark_order (expires_at);

-- What was found of the mark: {medium, log10p, x, payload?, transform}; null: no mark.
alter table match add column mark jsonb;

-- The media tree of each account. Names are rows, never paths of a file system.
create table medium (
  id             bigint generated always as identity primary key,
  account_id     text not null references account on delete cascade,
  -- null: the home of the account
  parent_id      bigint references medium on delete cascade,
  -- as given
  name           text not null,
  -- the name as NFC, by which it is found
  key            text collate "C" not null,
  type           text not null check (type in ('folder', 'image', 'document', 'video')),
  -- whether the APIs may change what is in this folder; null: as its parent
  locked         boolean,
  -- null: unknown
  exclusive      boolean,
  created_at     timestamptz not null,
  -- of what is no folder: the bytes as registered
  sha256         text check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes          bigint not null default 0,
  format         text,
  -- px as stored
  width          integer,
  height         integer,
  -- entries in the index: 1 of an image, one for each key frame of a video or figure of a document
  parts          integer not null default 0,
  -- static links, and px of the preview
  preview        bigint,
  preview_width  integer,
  preview_height integer,
  thumbnail      bigint,
  unique (parent_id, key),
  check ((type = 'folder') = (sha256 is null))
);
create unique index medium_home_key on medium (account_id) where parent_id is null;
create index medium_sha256_idx on medium (sha256) where sha256 is not null;

-- What an account holds, counted up and down with its media.
create table media_usage (
  account_id text primary key references account on delete cascade,
  images     integer not null default 0,
  bytes      bigint not null default 0,
  -- a registration was refused for want of room, and nothing was freed since
  refused    boolean not null default false
);

-- Folders that other accounts may read or change.
create table media_grant (
  folder_id  bigint not null references medium on delete cascade,
  account_id text not null references account on delete cascade,
  writable   boolean not null,
  created_at timestamptz not null,
  primary key (folder_id, account_id)
);
create index media_grant_account_id_idx on media_grant (account_id);

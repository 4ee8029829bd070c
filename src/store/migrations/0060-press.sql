-- An issue of a newspaper or magazine, in which registered images are looked for page by page.
create table press_issue (
  id         bigint generated always as identity primary key,
  -- whose media are looked for; null: of every account whose press search is on
  account_id text references account on delete cascade,
  name       text not null,
  -- day it appeared, YYYY-MM-DD
  date       text not null,
  file_name  text not null,
  sha256     text not null,
  bytes      bigint not null,
  state      text not null check (state in ('waiting', 'running', 'done', 'failed')),
  -- null until it was opened
  pages      integer,
  pages_done integer not null default 0,
  -- {code, message} of a failed one
  problem    jsonb,
  created_at timestamptz not null,
  ended_at   timestamptz
);
-- the same file is read once for an account
create unique index press_issue_once on press_issue (coalesce(account_id, ''), sha256, name, date);
create index press_issue_account_id_idx on press_issue (account_id);
create index press_issue_sha256_idx on press_issue (sha256);

alter table match
  add column press_issue_id bigint references press_issue on delete cascade,
  -- where the image stands on its page: [[x, y], …] in points, origin top left of the upright page
  add column outline jsonb;
create index match_press_issue_id_idx on match (press_issue_id) where press_issue_id is not null;

-- Files of the watched folder that were looked at, as they were then.
create table press_file (
  path        text primary key,
  bytes       bigint not null,
  modified_at timestamptz not null,
  -- why it was not taken
  problem     text
);

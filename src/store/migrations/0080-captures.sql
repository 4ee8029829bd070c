-- What a crawl saw when it found a match, kept with the match: evidence that stands when the site, the crawl and its batches are gone.
create table capture (
  id                 bigint generated always as identity primary key,
  account_id         text not null references account on delete cascade,
  -- the crawl it was seen in; null: that session was deleted
  session_id         bigint references crawl_session on delete set null,
  cycle              integer not null,
  -- the page, where its answer was kept, then the image: [{url, fetchedAt, requestHeaders, status, responseHeaders, sha256}]
  exchanges          jsonb not null,
  image_sha256       text not null,
  -- px as stored
  width              integer not null,
  height             integer not null,
  -- picture of the whole page, PNG
  screenshot_sha256  text,
  screenshot_at      timestamptz,
  -- why there is no screenshot; null: there is one, or the crawl has not come to it
  screenshot_problem text,
  -- who asked the site
  software           text not null,
  created_at         timestamptz not null
);
create index capture_session_id_idx on capture (session_id, cycle) where screenshot_sha256 is null and screenshot_problem is null;
-- Bytes that captures keep.
create table capture_blob (
  capture_id bigint not null references capture on delete cascade,
  sha256     text not null,
  primary key (capture_id, sha256)
);
create index capture_blob_sha256_idx on capture_blob (sha256);

alter table match add column capture_id bigint references capture on delete set null;
create index match_capture_id_idx on match (capture_id) where capture_id is not null;

-- Licences and other papers that go with a decision.
create table match_proof (
  id         bigint generated always as identity primary key,
  account_id text not null references account on delete cascade,
  sha256     text not null,
  name       text not null,
  type       text not null,
  bytes      bigint not null,
  created_at timestamptz not null
);
create index match_proof_sha256_idx on match_proof (sha256);

-- What people decided about a match, one row a decision; the last one counts.
create table match_decision (
  id         bigint generated always as identity primary key,
  match_id   bigint not null references match on delete cascade,
  verdict    text not null check (verdict in ('licensed', 'infringing', 'not-mine', 'ignored', 'undecided')),
  note       text not null default '',
  proof_id   bigint references match_proof on delete set null,
  -- name of the account
  who        text not null,
  created_at timestamptz not null
);
create index match_decision_match_id_idx on match_decision (match_id, id);
alter table match add column verdict text not null default 'undecided' check (verdict in ('licensed', 'infringing', 'not-mine', 'ignored', 'undecided'));
create index match_account_id_verdict_idx on match (account_id, type, verdict);

-- Callbacks of an account that no scan sent: new matches.
alter table account add column match_callback text;
alter table delivery alter column scan_id drop not null;
alter table delivery add column account_id text references account on delete cascade;
alter table delivery add check (scan_id is not null or account_id is not null);
create index delivery_account_id_idx on delivery (account_id, created_at desc) where account_id is not null;

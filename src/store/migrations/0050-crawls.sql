-- A session groups the crawls of one site; each crawl is a cycle of it.
create table crawl_session (
  id               bigint generated always as identity primary key,
  account_id       text not null references account on delete cascade,
  start_urls       text[] not null,
  -- host that pages must be on, or below; ASCII form
  domain           text not null,
  state            text not null check (state in ('pending', 'running', 'failed', 'done', 'paused')),
  -- of the crawl that runs or ran last, from 1
  cycle_count      integer not null default 1,
  -- s; longest time a crawl may take
  crawl_delay      integer not null,
  -- s; between two requests to one host
  download_delay   real not null,
  -- s; for one request
  download_timeout integer not null,
  search           boolean not null default true,
  -- ms the running crawl has worked so far, over restarts and pauses
  worked_ms        bigint not null default 0,
  -- bytes the running crawl has received
  received_bytes   bigint not null default 0,
  -- s; a new crawl begins so long after the last one ended; null = only when asked for
  repeat_after     integer check (repeat_after >= 60),
  next_at          timestamptz,
  ctime            timestamptz not null,
  mtime            timestamptz not null,
  stime            timestamptz not null
);
create index crawl_session_account_id_idx on crawl_session (account_id, ctime desc, id desc);
create index crawl_session_next_at_idx on crawl_session (next_at) where next_at is not null;

-- The frontier: every address a session knows. `cycle` is the last crawl that is done with it, so what is left of a crawl is what lies below it.
create table crawl_url (
  id            bigint generated always as identity primary key,
  session_id    bigint not null references crawl_session on delete cascade,
  url           text not null,
  kind          text not null check (kind in ('page', 'image', 'video', 'document', 'style', 'sitemap')),
  -- links from a start page
  depth         integer not null,
  redirects     integer not null default 0,
  page_url      text not null,
  cycle         integer not null default 0,
  -- of the running crawl
  attempts      integer not null default 0,
  not_before    timestamptz,
  found_at      timestamptz not null,
  fetched_at    timestamptz,
  status        integer,
  -- why there is no answer, or why it was not asked for: robots, timeout, …
  problem       text,
  content_type  text,
  bytes         bigint,
  md5           text,
  sha256        text,
  width         integer,
  height        integer,
  etag          text,
  last_modified text,
  -- what the search found: [{ref, geometry}]; null = not searched
  matches       jsonb
);
create unique index crawl_url_session_id_url_key on crawl_url (session_id, md5(url));
create index crawl_url_session_id_cycle_idx on crawl_url (session_id, cycle, depth, id);
create index crawl_url_sha256_idx on crawl_url (session_id, sha256) where sha256 is not null;

-- Requests and responses of pages, until the crawl ends and they are packed.
create table crawl_exchange (
  id               bigint generated always as identity primary key,
  session_id       bigint not null references crawl_session on delete cascade,
  cycle            integer not null,
  url              text not null,
  fetched_at       timestamptz not null,
  request_headers  jsonb not null,
  status           integer not null,
  response_headers jsonb not null,
  body             bytea not null
);
create index crawl_exchange_session_id_idx on crawl_exchange (session_id, cycle, id);

-- What one crawl found, made when it ends.
create table crawl_batch (
  id         bigint generated always as identity primary key,
  account_id text not null references account on delete cascade,
  session_id bigint not null references crawl_session on delete cascade,
  cycle      integer not null,
  ctime      timestamptz not null,
  -- {images: {count, log, tar}, pages: {count, log, warc}, …}; log, tar and warc are ids of static links
  contents   jsonb not null,
  unique (session_id, cycle)
);
create index crawl_batch_account_id_idx on crawl_batch (account_id, ctime desc, id desc);

-- Images of a crawl are kept as long as an address of their session names them.
create index crawl_url_blob_idx on crawl_url (sha256) where kind = 'image' and sha256 is not null;

-- Credit lines that the account looks for in the metadata of images on the web.
alter table account add column credit_lines text[] not null default '{}';

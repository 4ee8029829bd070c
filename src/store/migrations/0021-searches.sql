-- Searches that are recorded: those that run in the background.
create table search (
  -- 12 letters and digits
  id          text primary key,
  account_id  text not null references account on delete cascade,
  name        text not null,
  type        text not null check (type in ('image', 'document')),
  state       text not null check (state in ('pending', 'running', 'complete', 'failed', 'cancelled')),
  -- percent
  progress    integer not null default 0 check (progress between 0 and 100),
  -- {code, message}: why it failed
  problem     jsonb,
  -- the query
  link_id     bigint not null references static_link,
  -- {category, similar, transform}
  options     jsonb not null,
  created_at  timestamptz not null,
  finished_at timestamptz,
  expires_at  timestamptz not null
);
create index search_account_id_created_at_idx on search (account_id, created_at desc, id desc);
create index search_expires_at_idx on search (expires_at);
create index search_link_id_idx on search (link_id);

-- Images seen on the web, per account; `ref` of the index scope `web:<account>` is the id.
create table web_image (
  id                 bigint generated always as identity primary key,
  account_id         text not null references account on delete cascade,
  url                text not null,
  page_url           text not null,
  -- host of the page, ASCII form
  domain             text not null,
  crawl_date         timestamptz not null,
  width              integer not null,
  height             integer not null,
  credit             text,
  thumbnail_id       bigint references static_link on delete set null,
  md5                text check (md5 ~ '^[0-9a-f]{32}$'),
  last_modified_date timestamptz
);
create index web_image_account_id_idx on web_image (account_id, id);

-- Found matches, of every type. The columns a type does not have are null.
create table match (
  id             bigint generated always as identity primary key,
  account_id     text not null references account on delete cascade,
  type           text not null check (type in ('user', 'web', 'press', 'credit')),
  created_at     timestamptz not null,
  watermarked    boolean not null default false,
  -- as the image was marked when the match was made; null = not said
  exclusive      boolean,
  -- user: the search it belongs to
  search_id      text references search on delete cascade,
  -- user of category web: what was found; credit: the image with the credit line
  web_image_id   bigint references web_image on delete cascade,
  -- web: where the copy was seen
  query_url      text,
  query_page_url text,
  -- web, credit: host of the page, for the blacklist
  domain         text,
  -- press: {name, date} or {}
  issue          jsonb,
  page_number    integer check (page_number >= 1),
  -- credit
  credit         text,
  image_url      text,
  page_url       text,
  -- {score, class, verified, transform, inliers, covered}: how the two images relate
  geometry       jsonb
);
create index match_account_id_type_idx on match (account_id, type, created_at desc, id desc);
create index match_search_id_idx on match (search_id, id) where search_id is not null;

-- Which registered media a match is of: all that hold the same image. Numbers are never used again, so a row that outlives its
-- medium means nothing; a match whose media are all gone is not shown.
create table match_media (
  match_id bigint not null references match on delete cascade,
  media_id bigint not null,
  primary key (match_id, media_id)
);
create index match_media_media_id_idx on match_media (media_id);

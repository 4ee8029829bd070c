-- Whether the pages of a session are drawn by a browser, so that links made by scripts are found.
alter table crawl_session add column render boolean not null default false;
-- Of the running crawl: pages drawn, and the browser that drew them.
alter table crawl_session add column rendered_pages integer not null default 0;
alter table crawl_session add column rendered_by text;
-- What became of that: {browser, pages}; null: it was not asked for.
alter table crawl_batch add column rendering jsonb;
-- Captures of a session that was deleted are found by nobody; those of one that is there count its matches.
create index capture_session_idx on capture (session_id) where session_id is not null;

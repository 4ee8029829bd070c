-- Counts who took up a crawl: one that was paused and resumed, or taken over after a silent death, is never worked on by two.
alter table crawl_session add column holder integer not null default 0;

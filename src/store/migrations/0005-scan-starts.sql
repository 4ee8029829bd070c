-- How often work on the present run of a scan began, and how often it ended with an error nobody expected while the process lived on.
-- A start beyond the first with no fault is a process that died or was stopped.
alter table scan
  add column starts integer not null default 0,
  add column faults integer not null default 0;

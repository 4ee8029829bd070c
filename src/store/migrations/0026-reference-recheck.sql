-- Opt-in of an ingest: scans that ended before are looked at again, and those that now match are started anew.
alter table reference_ingest add column recheck boolean not null default false;
alter table reference_ingest add column rechecked integer not null default 0;
alter table reference_ingest add column reopened integer not null default 0;

-- Manifests (C2PA) that were signed into marked images: the mark leads back to them when they were stripped.
create table credential (
  id         bigint generated always as identity primary key,
  account_id text not null references account on delete cascade,
  -- fingerprint of the mark's key, as the manifest holds it
  binding    text not null,
  -- JUMBF
  manifest   bytea not null,
  created_at timestamptz not null,
  unique (account_id, binding)
);

-- kit: who serves over this database, and what each has taken in hand. `number` is what the node's lock is on.
-- Of the installation, not of a tenant: the application's role does not see it.

create table node (
    id uuid primary key,
    name text not null,
    url text not null default '',
    version text not null,
    started timestamptz not null,
    seen timestamptz not null,
    number integer generated always as identity
);
alter table node enable row level security;
select sweepable('node');

alter table job add column leased_by uuid;
alter table outbox add column leased_by uuid;

-- telephony: the switches of the installation, so that every node reaches every one. `password` is sealed under the
-- installation's key. `announced`: when a node last counted it among its own; `reached`: when its holder last did.

create table switch (
    id text primary key check (char_length(id) between 1 and 100),
    kind text not null check (kind in ('asterisk', 'simulated')),
    url text not null,
    account text not null,
    password bytea not null,
    phone_url text not null,
    sip_address text not null,
    owner uuid,
    folder text not null,
    announced timestamptz not null,
    reached timestamptz not null,
    holder uuid
);
alter table switch enable row level security;
select sweepable('switch');

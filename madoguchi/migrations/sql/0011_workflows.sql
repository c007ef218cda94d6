-- workflows: what happens to a contact that comes in. First form: a notice, then a queue with music.

create table entry_flow (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    name text not null,
    notice text,
    queue_id uuid not null,
    priority smallint not null default 0 check (priority between -10 and 10),
    max_wait_seconds integer check (max_wait_seconds between 5 and 86400),
    farewell text not null default 'sorry',
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, name),
    foreign key (tenant_id, queue_id) references queue (tenant_id, id)
);
select protect('entry_flow');

-- Where one contact is in its flow. Moves forward only, so a doubled or late fact finds it moved on.
create table flow_run (
    tenant_id uuid not null default current_tenant(),
    interaction_id uuid not null,
    entry_flow_id uuid,
    step text not null check (step in ('notice', 'queue', 'farewell', 'done')),
    started timestamptz not null,
    moved timestamptz not null,
    primary key (tenant_id, interaction_id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, entry_flow_id) references entry_flow (tenant_id, id)
);
select protect('flow_run');
create index flow_run_open on flow_run (tenant_id, moved) where step in ('notice', 'farewell');

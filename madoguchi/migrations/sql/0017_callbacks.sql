-- What somebody got who left before a person answered: the promise of a call, or word left on the voicemail.
alter table interaction
    add column remedy text not null default '' check (remedy in ('', 'callback', 'voicemail')),
    drop constraint interaction_outcome_check,
    add constraint interaction_outcome_check check (
        outcome in ('none', 'unclassified', 'classified', 'abandoned', 'missed', 'callback', 'voicemail'));

alter table task
    drop constraint task_kind_check,
    add constraint task_kind_check check (
        kind in ('follow_up', 'callback', 'missed_call', 'voicemail', 'second_line', 'todo')),
    add column team_id uuid,
    add column tries integer not null default 0 check (tries >= 0),
    add column tried timestamptz,
    add column tried_outcome text check (tried_outcome in ('reached', 'absent', 'busy', 'unreachable', 'failed')),
    add foreign key (tenant_id, team_id) references team (tenant_id, id);
create index task_to_call on task (tenant_id, due_key, id)
    where state = 'open' and kind in ('callback', 'missed_call', 'voicemail');
create index task_open_queue on task (tenant_id, queue_id, due_key, id)
    where state = 'open' and owner_id is null and queue_id is not null;

-- A callback that the house makes by itself. A queue belongs to routing, on this room's storey: no foreign key.
create table callback (
    tenant_id uuid not null default current_tenant(),
    task_id uuid not null,
    kind text not null check (kind in ('place', 'appointment')),
    state text not null check (
        state in ('kept', 'planned', 'queued', 'calling', 'reached', 'given_up', 'cancelled')),
    queue_id uuid not null,
    source_id uuid,
    interaction_id uuid,
    since timestamptz not null,
    slot_start timestamptz,
    slot_end timestamptz,
    due timestamptz,
    attempts integer not null default 0 check (attempts >= 0),
    failures integer not null default 0 check (failures >= 0),
    cause text not null default '',
    sequence integer not null default 0,
    created timestamptz not null,
    changed timestamptz not null,
    version integer not null default 1,
    primary key (tenant_id, task_id),
    foreign key (tenant_id, task_id) references task (tenant_id, id) on delete cascade,
    foreign key (tenant_id, source_id) references interaction (tenant_id, id) on delete set null (source_id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete set null (interaction_id),
    check ((kind = 'appointment') = (slot_start is not null) and (slot_start is null) = (slot_end is null)),
    -- Every state that may last leaves by a time-out.
    check ((state in ('kept', 'planned', 'queued', 'calling')) = (due is not null))
);
select protect('callback');
-- Whoever asks twice in one contact is called once.
create unique index callback_source on callback (tenant_id, source_id)
    where state in ('kept', 'planned', 'queued', 'calling') and source_id is not null;
create unique index callback_interaction on callback (tenant_id, interaction_id)
    where state in ('queued', 'calling') and interaction_id is not null;
create index callback_due on callback (tenant_id, due) where due is not null;
create index callback_slot on callback (tenant_id, queue_id, slot_start)
    where slot_start is not null and state in ('kept', 'planned', 'queued', 'calling');

-- One call of ours for a task that is done by calling.
create table call_attempt (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    task_id uuid not null,
    interaction_id uuid not null,
    user_id uuid,
    at timestamptz not null,
    outcome text check (outcome in ('reached', 'absent', 'busy', 'unreachable', 'failed')),
    ended timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, interaction_id),
    foreign key (tenant_id, task_id) references task (tenant_id, id) on delete cascade,
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
select protect('call_attempt');
create index call_attempt_task on call_attempt (tenant_id, task_id, at desc);

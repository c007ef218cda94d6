-- routing: who is doing what, who waits, who is asked. Every state here leaves by an event, a job or the sweep.

create table queue (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    code text not null,
    name_ja text not null,
    name_en text not null,
    line_of_business_id uuid,
    strategy text not null default 'longest_idle',
    offer_seconds integer check (offer_seconds between 3 and 300),
    wrapup_seconds integer check (wrapup_seconds between 0 and 3600),
    max_wait_seconds integer check (max_wait_seconds between 5 and 86400),
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, code),
    foreign key (tenant_id, line_of_business_id) references line_of_business (tenant_id, id)
);
select protect('queue');

create table queue_member (
    tenant_id uuid not null default current_tenant(),
    queue_id uuid not null,
    user_id uuid not null,
    primary key (tenant_id, queue_id, user_id),
    foreign key (tenant_id, queue_id) references queue (tenant_id, id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
);
select protect('queue_member');
create index queue_member_user on queue_member (tenant_id, user_id);

-- model.presence.Agent, column by column. `offer_id` and `interaction_id` are what keeps a person from being asked again.
create table agent (
    tenant_id uuid not null default current_tenant(),
    user_id uuid not null,
    presence text not null default 'offline' check (presence in
        ('ready', 'busy', 'wrap_up', 'wrap_up_overdue', 'break', 'training', 'not_responding', 'offline')),
    since timestamptz not null,
    reason text,
    ready_since timestamptz,
    offer_id uuid,
    interaction_id uuid,
    segment_id uuid,
    last_segment_id uuid,
    due timestamptz,
    after text not null default 'ready' check (after in ('ready', 'break', 'training', 'offline')),
    after_reason text,
    gone_since timestamptz,
    unwrapped_id uuid,
    primary key (tenant_id, user_id),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade,
    check (presence <> 'ready' or ready_since is not null),
    check (presence <> 'busy' or interaction_id is not null),
    check (presence <> 'wrap_up' or due is not null),
    check (offer_id is null or presence in ('ready', 'busy'))
);
select protect('agent');
create index agent_available on agent (tenant_id, ready_since)
    where presence = 'ready' and offer_id is null and gone_since is null;
create index agent_due on agent (tenant_id, due) where due is not null;
create index agent_gone on agent (tenant_id, gone_since) where gone_since is not null;

-- Which nodes hold a live socket of a person. `seen` is renewed by the node; what is not renewed is gone.
create table desk (
    tenant_id uuid not null default current_tenant(),
    user_id uuid not null,
    node uuid not null,
    seen timestamptz not null,
    primary key (tenant_id, user_id, node),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
);
select protect('desk');
create index desk_seen on desk (tenant_id, seen);

-- A contact in line. `rank_at`: when it entered, earlier by its priority; `first`: came back to the head.
create table queue_item (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    medium text not null,
    queue_id uuid,
    target_id uuid,
    from_user_id uuid,
    plan jsonb,
    entered timestamptz not null,
    rank_at timestamptz not null,
    wait_until timestamptz,
    first boolean not null default false,
    state text not null default 'waiting' check (state in ('waiting', 'offered', 'connected', 'ended')),
    exit text check (exit in
        ('connected', 'abandoned', 'closed', 'withdrawn', 'max_wait', 'unanswered')),
    ended timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, queue_id) references queue (tenant_id, id),
    foreign key (tenant_id, target_id) references app_user (tenant_id, id),
    foreign key (tenant_id, from_user_id) references app_user (tenant_id, id),
    check ((state in ('connected', 'ended')) = (ended is not null)),
    check ((ended is null) = (exit is null)),
    check (queue_id is not null or target_id is not null)
);
select protect('queue_item');
create unique index queue_item_live on queue_item (tenant_id, interaction_id) where state in ('waiting', 'offered');
create index queue_item_line on queue_item (tenant_id, queue_id, first desc, rank_at, id) where state = 'waiting';
create index queue_item_load on queue_item (tenant_id, queue_id, entered) where state in ('waiting', 'offered');
create index queue_item_wait_until on queue_item (tenant_id, wait_until) where state = 'waiting';
create index queue_item_target on queue_item (tenant_id, target_id) where state = 'waiting' and target_id is not null;
create index queue_item_interaction on queue_item (tenant_id, interaction_id, entered);

-- One person asked to take one contact. `ended` null: live. `reason`: why this person (model.matching.Decision).
create table offer (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    item_id uuid not null,
    interaction_id uuid not null,
    user_id uuid not null,
    queue_id uuid,
    slot smallint not null default 0,
    state text not null default 'pending'
        check (state in ('pending', 'accepted', 'declined', 'timed_out', 'withdrawn', 'expired')),
    made timestamptz not null,
    expires timestamptz not null,
    answered timestamptz,
    ended timestamptz,
    cause text,
    rest_until timestamptz,
    reason jsonb not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, item_id) references queue_item (tenant_id, id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id),
    foreign key (tenant_id, queue_id) references queue (tenant_id, id),
    check ((state in ('pending', 'accepted')) or ended is not null),
    check (state <> 'pending' or ended is null)
);
select protect('offer');
-- A double offer is impossible, even when the code is wrong.
create unique index offer_one_a_contact on offer (tenant_id, interaction_id) where ended is null;
create unique index offer_one_a_slot on offer (tenant_id, user_id, slot) where ended is null;
create index offer_due on offer (tenant_id, expires) where ended is null;
create index offer_item on offer (tenant_id, item_id, made);
create index offer_user on offer (tenant_id, user_id, made desc);
create index offer_interaction on offer (tenant_id, interaction_id, made);

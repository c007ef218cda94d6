-- routing: what people can do and how much at once, what a contact asks for, how a queue gives way, every decision made.

create table skill (
    tenant_id uuid not null default current_tenant(),
    code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    name_ja text not null,
    name_en text not null,
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, code)
);
select protect('skill');

-- model.skills.Profile. Who has no row speaks Japanese, takes one call or four chats, and has no skill.
create table agent_profile (
    tenant_id uuid not null default current_tenant(),
    user_id uuid not null,
    skills jsonb not null default '{}' check (jsonb_typeof(skills) = 'object'),
    languages text[] not null default '{ja}',
    most jsonb not null default '{"voice": 1, "chat": 4}' check (jsonb_typeof(most) = 'object'),
    beside_call smallint not null default 0 check (beside_call between 0 and 20),
    version integer not null default 1,
    primary key (tenant_id, user_id),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
);
select protect('agent_profile');

-- What every contact of a queue asks for, and the steps by which that gives way (model.skills.Step).
alter table queue
    add column required jsonb not null default '{}' check (jsonb_typeof(required) = 'object'),
    add column steps jsonb not null default '[]' check (jsonb_typeof(steps) = 'array'),
    add column last_agent boolean not null default false,
    add column match_language boolean not null default false;

-- `slots`: contacts on media of which one person has several at once. `occupancy` as it stood at `measured`.
alter table agent
    add column slots jsonb not null default '[]' check (jsonb_typeof(slots) = 'array' and jsonb_array_length(slots) <= 64),
    add column occupancy double precision not null default 0,
    add column measured timestamptz,
    add column forced_by uuid,
    add column forced_reason text,
    drop constraint agent_check3,
    add constraint agent_offer check (offer_id is null or presence in ('ready', 'busy') or slots <> '[]');

-- `need`: what it asks for now, after `step` steps (model.skills.need_text). `arrived`: in this queue, from which its
-- steps count. `been`: the queues it has left by overflow.
alter table queue_item
    add column need text not null default '|',
    add column step smallint not null default 0,
    add column step_due timestamptz,
    add column arrived timestamptz,
    add column been uuid[] not null default '{}',
    add column about jsonb not null default '{}',
    drop constraint queue_item_exit_check,
    add constraint queue_item_exit_check check (exit in
        ('connected', 'abandoned', 'closed', 'withdrawn', 'max_wait', 'unanswered', 'callback', 'voicemail'));
update queue_item set arrived = entered;
alter table queue_item alter column arrived set not null;
drop index queue_item_line;
create index queue_item_line on queue_item (tenant_id, queue_id, medium, need, first desc, rank_at, id)
    where state = 'waiting';
create index queue_item_step on queue_item (tenant_id, step_due) where state = 'waiting' and step_due is not null;
create index queue_item_order on queue_item (tenant_id, queue_id, first desc, rank_at, id)
    where state in ('waiting', 'offered');

-- What the matcher saw and decided, whole, so that another strategy can be tried on it. `seen` is packed; ids and
-- codes only.
create table routing_decision (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    at timestamptz not null,
    offers integer not null,
    seen bytea not null,
    primary key (tenant_id, id)
);
select protect('routing_decision');
create index routing_decision_at on routing_decision (tenant_id, at);

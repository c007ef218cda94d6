-- Who leads a team; what is read of a day while it lasts.

create table team_leader (
    tenant_id uuid not null default current_tenant(),
    team_id uuid not null,
    user_id uuid not null,
    primary key (tenant_id, team_id, user_id),
    foreign key (tenant_id, team_id) references team (tenant_id, id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
);
select protect('team_leader');
create index app_user_team on app_user (tenant_id, team_id) where team_id is not null;

-- The live day: stays since it began, talks since it began.
create index queue_item_day on queue_item (tenant_id, entered) include (queue_id, exit, ended)
    where queue_id is not null and target_id is null;
create index segment_day on segment (tenant_id, connected_at)
    include (queue_id, talk_seconds, hold_seconds, wrap_seconds) where wrap_seconds is not null;
create index segment_alive on segment (tenant_id, ring_at) where status <> 'ended';

-- A supervisor beside an agent's talk. `steps`: from when in which way, as the medium confirmed it.
create table monitoring (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    agent_id uuid not null,
    user_id uuid not null,
    mode text not null check (mode in ('listen', 'whisper', 'barge', 'take_over')),
    state text not null default 'connecting' check (state in ('connecting', 'on', 'ended')),
    steps jsonb not null default '[]',
    began timestamptz not null,
    ended timestamptz,
    cause text not null default '',
    was_ready boolean not null default false,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, agent_id) references app_user (tenant_id, id),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id),
    check ((state = 'ended') = (ended is not null)),
    check (agent_id <> user_id)
);
select protect('monitoring');
-- Beside one talk at a time; and one voice at a time in a contact.
create unique index monitoring_one on monitoring (tenant_id, user_id) where ended is null;
create unique index monitoring_voice on monitoring (tenant_id, interaction_id) where ended is null and mode <> 'listen';
create index monitoring_agent on monitoring (tenant_id, agent_id) where ended is null;
create index monitoring_contact on monitoring (tenant_id, interaction_id, began);
-- An alert of a rule, up or gone. `calm`: since when its rule finds nothing any more.
create table alert (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    rule text not null,
    kind text not null check (kind in ('waiting', 'longest_wait', 'service_level', 'skill_missing', 'wrap_up', 'hold',
        'hand', 'not_responding')),
    severity text not null check (severity in ('warning', 'critical')),
    queue_id uuid,
    user_id uuid,
    interaction_id uuid,
    skill text not null default '',
    value integer not null,
    worst integer not null,
    above integer not null,
    raised timestamptz not null,
    calm timestamptz,
    cleared timestamptz,
    acked timestamptz,
    acked_by uuid,
    primary key (tenant_id, id),
    foreign key (tenant_id, queue_id) references queue (tenant_id, id),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete set null (interaction_id),
    foreign key (tenant_id, acked_by) references app_user (tenant_id, id),
    check (queue_id is not null or user_id is not null),
    check ((acked is null) = (acked_by is null))
);
select protect('alert');
-- One of a rule about one thing at a time; of skills that nobody has, one a contact.
create unique index alert_up on alert (tenant_id, rule, coalesce(user_id, queue_id), skill) where cleared is null;
create index alert_history on alert (tenant_id, raised desc, id desc);
create index alert_contact on alert (tenant_id, interaction_id) where cleared is null and interaction_id is not null;

-- A word to people of ours. `body` is sealed.
create table team_message (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    author_id uuid not null,
    team_id uuid,
    queue_id uuid,
    body bytea not null,
    sent timestamptz not null,
    expires timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, author_id) references app_user (tenant_id, id)
);
select protect('team_message');
create index team_message_sent on team_message (tenant_id, sent desc, id);
create index team_message_expires on team_message (tenant_id, expires);

create table team_message_receipt (
    tenant_id uuid not null default current_tenant(),
    message_id uuid not null,
    user_id uuid not null,
    read timestamptz,
    primary key (tenant_id, message_id, user_id),
    foreign key (tenant_id, message_id) references team_message (tenant_id, id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
);
select protect('team_message_receipt');
create index team_message_receipt_unread on team_message_receipt (tenant_id, user_id) where read is null;

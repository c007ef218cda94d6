-- interactions: one contact on any medium, its parts, and what was made of it.
-- A queue belongs to routing, above this room: its id is kept without a foreign key.

create table interaction (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    medium text not null,
    medium_ref text not null,
    direction text not null check (direction in ('in', 'out')),
    conversation_id uuid not null,
    customer_id uuid,
    address_kind text not null default '',
    address_value text not null default '',
    address_raw text not null default '',
    withheld text check (withheld in ('withheld', 'payphone', 'unavailable')),
    dialled text not null default '',
    entry_point uuid,
    line_of_business_id uuid,
    queue_id uuid,
    state text not null default 'open' check (state in ('open', 'closed')),
    outcome text not null default 'none'
        check (outcome in ('none', 'unclassified', 'classified', 'abandoned', 'missed')),
    cause text not null default '',
    opened timestamptz not null,
    answered timestamptz,
    ended timestamptz,
    closed timestamptz,
    caller_relation text not null default '',
    contract_holder_id uuid,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, medium, medium_ref),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete set null (customer_id),
    foreign key (tenant_id, contract_holder_id) references customer (tenant_id, id)
        on delete set null (contract_holder_id),
    foreign key (tenant_id, line_of_business_id) references line_of_business (tenant_id, id),
    check (state = 'open' or (ended is not null and closed is not null))
);
select protect('interaction');
create index interaction_timeline on interaction (tenant_id, customer_id, opened desc, id desc);
create index interaction_history on interaction (tenant_id, opened desc, id desc);
create index interaction_address on interaction (tenant_id, address_value, opened desc, id desc)
    where address_value <> '';
create index interaction_open on interaction (tenant_id, opened) where state = 'open';

create table participant (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    role text not null check (role in ('customer', 'agent', 'external')),
    user_id uuid,
    joined timestamptz not null,
    departed timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id),
    check ((role = 'agent') = (user_id is not null))
);
select protect('participant');
create unique index participant_person on participant (tenant_id, interaction_id, role, user_id) nulls not distinct;

-- One agent's part. The times and seconds are derived from the segment's events (model.measure) and kept for reading.
create table segment (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    user_id uuid not null,
    queue_id uuid,
    status text not null default 'connecting'
        check (status in ('connecting', 'ringing', 'talking', 'held', 'ended')),
    muted boolean not null default false,
    since timestamptz not null,
    ring_at timestamptz not null,
    connected_at timestamptz,
    ended_at timestamptz,
    ended_by text not null default '',
    ring_seconds integer not null default 0 check (ring_seconds >= 0),
    talk_seconds integer not null default 0 check (talk_seconds >= 0),
    hold_seconds integer not null default 0 check (hold_seconds >= 0),
    wrap_seconds integer check (wrap_seconds >= 0),
    outcome text not null default 'none' check (outcome in ('none', 'pending', 'unclassified', 'classified')),
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id),
    check ((status = 'ended') = (ended_at is not null))
);
select protect('segment');
create unique index segment_live on segment (tenant_id, interaction_id, user_id) where status <> 'ended';
create index segment_interaction on segment (tenant_id, interaction_id, ring_at);
create index segment_user on segment (tenant_id, user_id, ring_at desc);
create index segment_user_live on segment (tenant_id, user_id) where status <> 'ended';

create table interaction_event (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    segment_id uuid,
    kind text not null,
    at timestamptz not null,
    data jsonb not null default '{}',
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, segment_id) references segment (tenant_id, id) on delete cascade
);
select protect('interaction_event');
create index interaction_event_order on interaction_event (tenant_id, interaction_id, at, id);
create unique index interaction_event_once on interaction_event (tenant_id, segment_id, kind, at)
    where segment_id is not null;

-- What a wrap-up recorded for one agent's part. `texts` is sealed: asked, done and result are personal.
create table outcome (
    tenant_id uuid not null default current_tenant(),
    segment_id uuid not null,
    interaction_id uuid not null,
    state text not null check (state in ('unclassified', 'classified')),
    reason_id uuid,
    reason_codes text[] not null default '{}',
    reason_ja text not null default '',
    reason_en text not null default '',
    resolution text not null default '',
    callback_owed boolean not null default false,
    texts bytea,
    recorded timestamptz not null,
    recorded_by uuid,
    primary key (tenant_id, segment_id),
    foreign key (tenant_id, segment_id) references segment (tenant_id, id) on delete cascade,
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, recorded_by) references app_user (tenant_id, id)
);
select protect('outcome');
create index outcome_interaction on outcome (tenant_id, interaction_id, recorded desc);

create table note (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    author uuid not null,
    at timestamptz not null,
    body bytea not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, author) references app_user (tenant_id, id)
);
select protect('note');
create index note_interaction on note (tenant_id, interaction_id, at);

create table interaction_link (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    kind text not null,
    ref uuid not null,
    at timestamptz not null,
    linked_by uuid,
    primary key (tenant_id, id),
    unique (tenant_id, interaction_id, kind, ref),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, linked_by) references app_user (tenant_id, id)
);
select protect('interaction_link');
create index interaction_link_ref on interaction_link (tenant_id, kind, ref);

-- The bytes are the files room's, below: ids are kept here, retention may take the file away first.
create table attachment (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    file_id uuid not null,
    at timestamptz not null,
    attached_by uuid,
    primary key (tenant_id, id),
    unique (tenant_id, interaction_id, file_id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, attached_by) references app_user (tenant_id, id)
);
select protect('attachment');

create table recording (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    file_id uuid not null,
    started timestamptz not null,
    seconds integer not null check (seconds >= 0),
    channels smallint not null check (channels in (1, 2)),
    waveform smallint[] not null default '{}',
    primary key (tenant_id, id),
    unique (tenant_id, file_id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade
);
select protect('recording');
create index recording_interaction on recording (tenant_id, interaction_id, started);

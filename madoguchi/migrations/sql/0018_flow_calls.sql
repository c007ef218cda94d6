-- telephony: callers type digits and leave messages.

alter table call add column interruptible boolean not null default false;

-- Digits being typed, sealed, for minutes only: nothing else may hold them.
create table gathering (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    most smallint not null check (most between 1 and 20),
    end_digit text not null default '',
    wait_seconds smallint,
    between_seconds smallint not null,
    playback text,
    typed bytea,
    count smallint not null default 0,
    done boolean not null default false,
    made timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references call (tenant_id, interaction_id) on delete cascade
);
select protect('gathering');
create unique index gathering_live on gathering (tenant_id, interaction_id) where not done;
create index gathering_age on gathering (tenant_id, made);

-- A message on its way from the caller into our keeping.
create table message (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    queue_id uuid,
    max_seconds smallint not null,
    silence_seconds smallint not null,
    state text not null check (state in ('greeting', 'speaking', 'fetching', 'done')),
    began timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references call (tenant_id, interaction_id) on delete cascade
);
select protect('message');
create index message_live on message (tenant_id, interaction_id) where state in ('greeting', 'speaking');

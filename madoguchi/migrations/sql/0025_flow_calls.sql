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

-- workflows: a contact keeps to the version that it began with, and says what it waits for.

alter table entry_flow
    drop column notice, drop column queue_id, drop column priority, drop column max_wait_seconds, drop column farewell;
update entry_flow set draft = '{"nodes": [{"kind": "start", "id": "start"}]}' where draft is null;
alter table entry_flow alter column draft set not null;

drop index flow_run_open;
alter table flow_run
    add column number integer,
    add column node text,
    add column wait uuid,
    add column keys uuid,
    add column saying uuid,
    add column memory jsonb not null default '{}',
    add column due timestamptz;
-- Who is under way when this is installed waits on, and is led on by the step's time-out at the latest.
update flow_run r set
    number = f.published,
    node = nullif(r.step, 'done'),
    memory = case when r.step in ('queue', 'done') and r.entry_flow_id is not null then '{"line": "queue"}'::jsonb
        else '{}'::jsonb end
    from entry_flow f where f.tenant_id = r.tenant_id and f.id = r.entry_flow_id;
update flow_run set
    node = case when entry_flow_id is null and step <> 'done' then 'closed' else node end,
    wait = case when step in ('notice', 'farewell') then gen_random_uuid() end,
    due = case when step in ('notice', 'farewell') then moved + interval '90 seconds' end;
update flow_run r set wait = i.id from queue_item i
    where i.tenant_id = r.tenant_id and i.interaction_id = r.interaction_id and i.state in ('waiting', 'offered')
      and r.step = 'queue';
alter table flow_run drop column step;
create index flow_run_due on flow_run (tenant_id, due) where node is not null and due is not null;

-- The steps that a contact has passed: the path it took, and how many took which.
create table flow_step (
    tenant_id uuid not null default current_tenant(),
    interaction_id uuid not null,
    place integer not null,
    flow_id uuid,
    number integer,
    node text not null,
    exit text not null,
    at timestamptz not null,
    primary key (tenant_id, interaction_id, place),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade
);
select protect('flow_step');
create index flow_step_flow on flow_step (tenant_id, flow_id, at);

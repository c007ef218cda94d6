-- telephony: numbers and trunks, calls and their legs, the agents' phone logins.
-- An entry point belongs to workflows, above this room: its id is kept without a foreign key.

create table trunk (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    name text not null check (char_length(name) between 1 and 100),
    host text not null,
    accepts text[] not null default '{}',
    username text not null default '',
    password bytea,
    registers boolean not null default false,
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, name)
);
select protect('trunk');

create table number (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    e164 text not null check (char_length(e164) between 2 and 32),
    label text not null default '',
    entry_point uuid,
    line_of_business_id uuid,
    trunk_id uuid,
    outbound boolean not null default false,
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    foreign key (tenant_id, line_of_business_id) references line_of_business (tenant_id, id),
    foreign key (tenant_id, trunk_id) references trunk (tenant_id, id)
);
select protect('number');
-- A dialled number leads to one tenant, so among active ones it exists once in the whole installation.
create unique index number_dialled on number (e164) where active;
create index number_line on number (tenant_id, line_of_business_id);

-- What the switch does for one interaction. `ending`: who wanted it to end ("" nobody yet).
create table call (
    tenant_id uuid not null default current_tenant(),
    interaction_id uuid not null,
    direction text not null check (direction in ('in', 'out')),
    number_id uuid,
    trunk_id uuid,
    customer_leg text,
    playback text,
    prompt text,
    noticed boolean not null default false,
    recording text,
    recorded_from timestamptz,
    ending text not null default '',
    started timestamptz not null,
    ended timestamptz,
    primary key (tenant_id, interaction_id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, number_id) references number (tenant_id, id),
    foreign key (tenant_id, trunk_id) references trunk (tenant_id, id)
);
select protect('call');
create index call_live on call (tenant_id, started) where ended is null;
create index call_playback on call (tenant_id, playback) where playback is not null;

-- One way through the switch: a channel. Its id is ours, except the caller's. `joined`: heard the customer, since when.
create table leg (
    tenant_id uuid not null default current_tenant(),
    id text not null,
    interaction_id uuid not null,
    role text not null check (role in ('customer', 'agent')),
    user_id uuid,
    login text,
    state text not null default 'new' check (state in ('new', 'ringing', 'up', 'down')),
    joined timestamptz,
    ending text not null default '',
    cause text not null default '',
    made timestamptz not null,
    ended timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references call (tenant_id, interaction_id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id),
    check ((role = 'agent') = (user_id is not null)),
    check ((state = 'down') = (ended is not null))
);
select protect('leg');
create unique index leg_everywhere on leg (id);
create index leg_call on leg (tenant_id, interaction_id, made);
create index leg_live on leg (tenant_id, user_id) where state <> 'down';

create table sip_login (
    tenant_id uuid not null default current_tenant(),
    login text not null,
    user_id uuid not null,
    session_id uuid,
    issued timestamptz not null,
    expires timestamptz not null,
    primary key (tenant_id, login),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
);
select protect('sip_login');
create index sip_login_user on sip_login (tenant_id, user_id, issued desc);
create index sip_login_expires on sip_login (tenant_id, expires);

create table test_call (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    trunk_id uuid not null,
    leg text not null,
    state text not null default 'dialling' check (state in ('dialling', 'ringing', 'answered', 'done', 'failed')),
    cause text not null default '',
    made timestamptz not null,
    answered timestamptz,
    ended timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, trunk_id) references trunk (tenant_id, id) on delete cascade
);
select protect('test_call');
create unique index test_call_leg on test_call (leg);

-- Before the tenant is known: whose is the number that was dialled, whose is a leg, which legs does anybody have.
create function telephony_number(dialled text)
returns table (tenant_id uuid, id uuid, entry_point uuid, line_of_business_id uuid)
language sql stable security definer set search_path = public as $$
    select n.tenant_id, n.id, n.entry_point, n.line_of_business_id from number n where n.e164 = dialled and n.active
$$;
select allow('telephony_number(text)');

create function telephony_leg(leg_id text) returns table (tenant_id uuid, interaction_id uuid)
language sql stable security definer set search_path = public as $$
    select l.tenant_id, l.interaction_id from leg l where l.id = leg_id
    union all select t.tenant_id, t.id from test_call t where t.leg = leg_id
    limit 1
$$;
select allow('telephony_leg(text)');

create function telephony_live() returns table (tenant_id uuid, interaction_id uuid)
language sql stable security definer set search_path = public as $$
    select c.tenant_id, c.interaction_id from call c where c.ended is null
$$;
select allow('telephony_live()');

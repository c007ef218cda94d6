-- Several in a call: who is where, who is being asked in, what travels to the outside; a consulted agent's part; parked
-- calls; what a recording leaves out.

alter table leg add column place text not null default 'apart' check (place in ('main', 'side', 'apart'));
alter table leg add column number text not null default '';
update leg set place = 'main' where state = 'up' and joined is not null;
update leg set place = 'main' where state = 'up' and role = 'customer' and exists (
    select from segment s where s.interaction_id = leg.interaction_id and s.status = 'talking');

alter table call add column recorded_to timestamptz;
alter table call add column parked_at timestamptz;
alter table call add column parked_by uuid;
alter table call add foreign key (tenant_id, parked_by) references app_user (tenant_id, id);
alter table call add constraint call_parked_check check ((parked_at is null) = (parked_by is null));
create index call_parked on call (tenant_id, parked_at) where parked_at is not null;

-- Somebody who is asked into a call, or is aside with the one who asked; one at a time.
create table invitation (
    tenant_id uuid not null default current_tenant(),
    interaction_id uuid not null,
    purpose text not null check (purpose in ('consult', 'transfer', 'add')),
    by_id uuid not null,
    to_id uuid,
    number text not null default '',
    leg text,
    state text not null default 'asked' check (state in ('asked', 'aside', 'turned')),
    made timestamptz not null,
    primary key (tenant_id, interaction_id),
    foreign key (tenant_id, interaction_id) references call (tenant_id, interaction_id) on delete cascade,
    foreign key (tenant_id, by_id) references app_user (tenant_id, id),
    foreign key (tenant_id, to_id) references app_user (tenant_id, id),
    check ((to_id is null) = (number <> ''))
);
select protect('invitation');

-- What a recording leaves out. `began`: the switch had obeyed.
create table recording_gap (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    reason text not null,
    user_id uuid not null,
    asked timestamptz not null,
    began timestamptz,
    ended timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references call (tenant_id, interaction_id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
select protect('recording_gap');
create index recording_gap_call on recording_gap (tenant_id, interaction_id, asked);

-- What an outside number was given to ask with. Only the hash: whoever reads this table learns nothing.
create table context_token (
    tenant_id uuid not null default current_tenant(),
    token_hash bytea not null,
    interaction_id uuid not null,
    leg text not null,
    expires timestamptz not null,
    primary key (tenant_id, token_hash),
    foreign key (tenant_id, interaction_id) references call (tenant_id, interaction_id) on delete cascade
);
select protect('context_token');
create index context_token_expires on context_token (tenant_id, expires);

-- A consulted agent's part: aside first, perhaps with the customer later.
alter table segment drop constraint segment_status_check;
alter table segment add constraint segment_status_check
    check (status in ('connecting', 'ringing', 'aside', 'talking', 'held', 'ended'));
alter table segment add column aside_at timestamptz;
alter table segment add column consult_seconds integer not null default 0 check (consult_seconds >= 0);
alter table recording add column gaps jsonb not null default '[]';

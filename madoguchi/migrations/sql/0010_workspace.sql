-- workspace: what is at an agent's hand: drafts, wrap-ups owed, and the rules by which a wrap-up is complete.

-- Contact reasons (問い合わせ区分): a tree of at most three levels for each line of business, or for all of them (null).
create table contact_reason (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    line_of_business_id uuid,
    parent_id uuid,
    level smallint not null check (level between 1 and 3),
    code text not null check (code ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$'),
    name_ja text not null check (length(name_ja) between 1 and 80),
    name_en text not null check (length(name_en) between 1 and 80),
    position integer not null default 0,
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique nulls not distinct (tenant_id, line_of_business_id, parent_id, code),
    foreign key (tenant_id, line_of_business_id) references line_of_business (tenant_id, id),
    foreign key (tenant_id, parent_id) references contact_reason (tenant_id, id),
    check ((level = 1) = (parent_id is null))
);
select protect('contact_reason');

-- How a wrap-up of a line of business runs; the row without a line is everybody else's.
create table wrapup_rule (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    line_of_business_id uuid,
    seconds integer not null check (seconds between 10 and 3600),
    extend_seconds integer not null check (extend_seconds between 10 and 3600),
    extensions integer not null check (extensions between 0 and 20),
    required text[] not null,
    reason_depth smallint not null check (reason_depth between 1 and 3),
    version integer not null default 1,
    primary key (tenant_id, id),
    unique nulls not distinct (tenant_id, line_of_business_id),
    foreign key (tenant_id, line_of_business_id) references line_of_business (tenant_id, id)
);
select protect('wrapup_rule');

create table wrapup_template (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    line_of_business_id uuid,
    name_ja text not null check (length(name_ja) between 1 and 80),
    name_en text not null check (length(name_en) between 1 and 80),
    reason_id uuid,
    asked text not null default '' check (length(asked) <= 4000),
    done text not null default '' check (length(done) <= 4000),
    result text not null default '' check (length(result) <= 4000),
    resolution text not null default '',
    position integer not null default 0,
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    foreign key (tenant_id, line_of_business_id) references line_of_business (tenant_id, id),
    foreign key (tenant_id, reason_id) references contact_reason (tenant_id, id)
);
select protect('wrapup_template');

-- One form owed for one agent's part of a contact. The rule is kept as it was when the part ended.
create table wrapup (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    segment_id uuid not null,
    user_id uuid not null,
    line_of_business_id uuid,
    state text not null check (state in ('due', 'overdue', 'done')),
    opened timestamptz not null,
    due timestamptz not null,
    extended integer not null default 0,
    finished timestamptz,
    extend_seconds integer not null,
    extensions integer not null,
    required text[] not null,
    reason_depth smallint not null,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, segment_id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, segment_id) references segment (tenant_id, id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id),
    foreign key (tenant_id, line_of_business_id) references line_of_business (tenant_id, id),
    check ((state = 'done') = (finished is not null))
);
select protect('wrapup');
create index wrapup_owed on wrapup (tenant_id, user_id, opened) where state <> 'done';
create index wrapup_interaction on wrapup (tenant_id, interaction_id);

-- What somebody typed and has not sent: sealed, one per person, contact and kind, on whatever device they sit.
create table draft (
    tenant_id uuid not null default current_tenant(),
    user_id uuid not null,
    interaction_id uuid not null,
    kind text not null check (kind in ('note', 'wrapup', 'case', 'task')),
    body bytea not null,
    version integer not null default 1,
    saved timestamptz not null,
    primary key (tenant_id, user_id, interaction_id, kind),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade,
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade
);
select protect('draft');

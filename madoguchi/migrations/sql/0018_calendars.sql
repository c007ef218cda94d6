-- calendars: when we are there, whose holidays count, who works when, and when customers may be contacted.

create table opening_hours (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    name text not null check (length(name) between 1 and 100),
    time_zone text not null,
    week jsonb not null,          -- seven lists of spans, Monday first
    on_holidays jsonb,            -- null: a public holiday is like its weekday
    country text not null check (country ~ '^([A-Z]{2})?$'),
    observes_closures boolean not null default true,
    special_days jsonb not null default '[]',
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, name)
);
select protect('opening_hours');

-- Days on which the company differs from the calendar: its own holidays, the year's end, corrections of public holidays.
create table closure (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    kind text not null check (kind in ('company', 'public', 'working')),
    first date not null,
    last date not null,
    yearly boolean not null default false,
    name_ja text not null,
    name_en text not null,
    version integer not null default 1,
    primary key (tenant_id, id),
    check (last between first and first + 365)
);
select protect('closure');

-- A file of shifts: judged when it comes in, then written as a whole, then taken back as a whole if need be.
create table shift_import (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    file_name text not null,
    state text not null check (state in ('checked', 'done', 'undone')),
    headings text[] not null,
    total integer not null,
    ready integer not null,
    faulty integer not null,
    written integer not null default 0,   -- shifts
    replaced integer not null default 0,  -- shifts of before that gave way
    restored integer not null default 0,
    kept integer not null default 0,      -- shifts that a later import had replaced already
    created timestamptz not null,
    created_by uuid,
    finished timestamptz,
    version integer not null default 1,
    primary key (tenant_id, id)
);
create index shift_import_recent on shift_import (tenant_id, created desc, id desc);
select protect('shift_import');

create table shift_import_line (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    import_id uuid not null,
    line integer not null,
    cells text[] not null,
    faults jsonb not null default '[]',
    primary key (tenant_id, id),
    unique (tenant_id, import_id, line),
    foreign key (tenant_id, import_id) references shift_import (tenant_id, id) on delete cascade
);
select protect('shift_import_line');

-- A shift belongs to the day on which it starts by the tenant's clock. An import replaces whole days of a person; what
-- gave way is kept, with who took its place, until the import can no longer be undone.
create table shift (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    user_id uuid not null,
    day date not null,
    starts timestamptz not null,
    ends timestamptz not null,
    kind text not null check (kind in ('work', 'break', 'training', 'leave')),
    import_id uuid,
    replaced_by uuid,
    primary key (tenant_id, id),
    check (ends > starts and ends <= starts + interval '25 hours'),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade,
    foreign key (tenant_id, import_id) references shift_import (tenant_id, id),
    foreign key (tenant_id, replaced_by) references shift_import (tenant_id, id)
);
create index shift_time on shift (tenant_id, starts) where replaced_by is null;
create index shift_user_day on shift (tenant_id, user_id, day) where replaced_by is null;
create index shift_import_of on shift (tenant_id, import_id) where import_id is not null;
create index shift_replaced on shift (tenant_id, replaced_by) where replaced_by is not null;
select protect('shift');

-- Permitted contact times were one window among the settings of customers; they are rules of this room now.
insert into tenant_setting (tenant_id, name, version, body, at, by_user)
select tenant_id, 'calendars', 1, jsonb_build_object('contact_rules', jsonb_build_array(hours)), now(), by_user
from (
    select distinct on (tenant_id) tenant_id, body -> 'calling_hours' as hours, by_user
    from tenant_setting where name = 'customers' order by tenant_id, version desc
) latest
where hours <> '{"start": "08:00", "end": "21:00", "days": [1, 2, 3, 4, 5, 6, 7]}'::jsonb;

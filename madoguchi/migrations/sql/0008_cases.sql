-- cases: what is still to be done for somebody, and the history of doing it. Tasks: who owes what, until when.
-- A queue belongs to routing, on this room's storey: its id is kept without a foreign key.

create table case_file (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    number text not null,
    customer_id uuid,
    interaction_id uuid,
    line_of_business_id uuid,
    title text not null check (char_length(title) between 1 and 300),
    status text not null default 'new' check (status in ('new', 'open', 'pending', 'resolved', 'closed')),
    is_open boolean not null generated always as (status in ('new', 'open', 'pending')) stored,
    priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
    urgency smallint not null generated always as (
        case priority when 'urgent' then 3 when 'high' then 2 when 'normal' then 1 else 0 end) stored,
    assignee_id uuid,
    due timestamptz,
    due_key timestamptz not null generated always as (coalesce(due, '9999-12-31 00:00:00+00'::timestamptz)) stored,
    opened timestamptz not null,
    opened_by uuid,
    changed timestamptz not null,
    resolved timestamptz,
    entries integer not null default 0,
    search_text text not null,
    search_tokens text[] not null,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete set null (customer_id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete set null (interaction_id),
    foreign key (tenant_id, line_of_business_id) references line_of_business (tenant_id, id),
    foreign key (tenant_id, assignee_id) references app_user (tenant_id, id),
    foreign key (tenant_id, opened_by) references app_user (tenant_id, id),
    check (resolved is null or not (status in ('new', 'open', 'pending')))
);
select protect('case_file');
-- One index for every way the list is sorted; each holds open cases only, or all.
create index case_file_open_urgency on case_file (tenant_id, urgency desc, id desc) where is_open;
create index case_file_open_due on case_file (tenant_id, due_key, id) where is_open;
create index case_file_open_assignee on case_file (tenant_id, assignee_id, urgency desc, id desc) where is_open;
create index case_file_newest on case_file (tenant_id, id desc);
create index case_file_customer on case_file (tenant_id, customer_id, opened desc, id desc);
create index case_file_interaction on case_file (tenant_id, interaction_id) where interaction_id is not null;
create index case_file_search on case_file using gin (search_tokens);

-- The history only grows. `data` holds codes and ids; what somebody wrote is in `body`, sealed under the case's key.
create table case_entry (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    case_id uuid not null,
    kind text not null check (kind in ('opened', 'changed', 'note')),
    at timestamptz not null,
    user_id uuid,
    interaction_id uuid,
    data jsonb not null default '{}',
    body bytea,
    primary key (tenant_id, id),
    foreign key (tenant_id, case_id) references case_file (tenant_id, id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete set null (interaction_id)
);
select protect('case_entry');
create index case_entry_case on case_entry (tenant_id, case_id, id desc);

create table task (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    kind text not null check (kind in ('follow_up', 'callback', 'missed_call', 'todo')),
    state text not null default 'open' check (state in ('open', 'done', 'cancelled')),
    customer_id uuid,
    case_id uuid,
    interaction_id uuid,
    queue_id uuid,
    line_of_business_id uuid,
    owner_id uuid,
    address_kind text not null default '',
    address_value text not null default '',
    due timestamptz,
    due_key timestamptz not null generated always as (coalesce(due, '9999-12-31 00:00:00+00'::timestamptz)) stored,
    attempts integer not null default 1 check (attempts > 0),
    text text not null default '' check (char_length(text) <= 20000),
    created timestamptz not null,
    created_by uuid,
    changed timestamptz not null,
    ended timestamptz,
    ended_by uuid,
    version integer not null default 1,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete set null (customer_id),
    foreign key (tenant_id, case_id) references case_file (tenant_id, id) on delete set null (case_id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete set null (interaction_id),
    foreign key (tenant_id, line_of_business_id) references line_of_business (tenant_id, id),
    foreign key (tenant_id, owner_id) references app_user (tenant_id, id),
    foreign key (tenant_id, created_by) references app_user (tenant_id, id),
    foreign key (tenant_id, ended_by) references app_user (tenant_id, id),
    check ((state = 'open') = (ended is null))
);
select protect('task');
-- However often somebody rings in vain, they are called back once: one open missed call a customer, or a number.
create unique index task_missed_customer on task (tenant_id, customer_id)
    where kind = 'missed_call' and state = 'open' and customer_id is not null;
create unique index task_missed_number on task (tenant_id, address_kind, address_value)
    where kind = 'missed_call' and state = 'open' and customer_id is null and address_value <> '';
create index task_open_due on task (tenant_id, due_key, id) where state = 'open';
create index task_open_owner on task (tenant_id, owner_id, due_key, id) where state = 'open';
create index task_newest on task (tenant_id, id desc);
create index task_customer on task (tenant_id, customer_id, created desc, id desc);
create index task_case on task (tenant_id, case_id) where case_id is not null;
create index task_interaction on task (tenant_id, interaction_id) where interaction_id is not null;

-- next_case_number(): the tenant's next number. A sequence a tenant: nobody waits for anybody's commit, as they would
-- on a counter row, and a number is lost only with a case that was never made. Made on first use.
create function next_case_number() returns bigint language plpgsql security definer set search_path = public as $$
declare
    name text := 'case_number_' || replace(current_tenant()::text, '-', '');
begin
    if to_regclass(name) is null then
        perform pg_advisory_xact_lock(hashtextextended(name, 0));
        execute format('create sequence if not exists %I', name);
    end if;
    return nextval(name::regclass);
end $$;
select allow('next_case_number()');

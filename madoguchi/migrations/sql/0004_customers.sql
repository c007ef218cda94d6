-- Customers: profiles, the addresses that tell who it is, what they bought, what they wish and allowed.

create sequence customer_number;

create table customer (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    number text collate "C" not null check (length(number) between 1 and 40),
    kind text not null default 'person' check (kind in ('person', 'organisation')),
    name text not null check (length(name) between 1 and 200),
    kana text not null default '',
    romaji text not null default '',
    company text not null default '',
    company_kana text not null default '',
    tier text not null default 'standard',
    language text not null default 'ja',
    time_zone text not null default 'Asia/Tokyo',
    postal_code text not null default '',
    address text not null default '',
    birth_date date,
    tags text[] not null default '{}',
    notes_flag text,
    -- Built by the application (customers/model/keys.py, reading.py): how names are found and sorted.
    sort_key text collate "C" not null,
    search_text text not null,
    search_tokens text[] not null,
    created timestamptz not null,
    updated timestamptz not null,
    version integer not null default 1,
    primary key (tenant_id, id)
);
create unique index customer_by_number on customer (tenant_id, number);
create index customer_sorted on customer (tenant_id, sort_key, id);
-- No pending list: a search must never wait for one, and one customer's tokens are few.
create index customer_search on customer using gin (search_tokens) with (fastupdate = off);

create table identity (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    customer_id uuid not null,
    kind text not null check (kind in ('phone', 'email', 'handle')),
    value text collate "C" not null check (length(value) between 1 and 254),
    raw text not null default '',
    label text not null default '',
    verified timestamptz,
    preferred boolean not null default false,
    tail text collate "C", -- a phone number's digits from the last to the first
    created timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
create unique index identity_once on identity (tenant_id, kind, value, customer_id);
create index identity_of_customer on identity (tenant_id, customer_id);
create index identity_tail on identity (tenant_id, tail) where tail is not null;

-- One address, several customers: the one chosen last time.
create table address_choice (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    kind text not null,
    value text collate "C" not null,
    customer_id uuid not null,
    chosen timestamptz not null,
    chosen_by uuid,
    primary key (tenant_id, id),
    unique (tenant_id, kind, value),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
create index address_choice_customer on address_choice (tenant_id, customer_id);

create table product (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    code text collate "C" not null check (length(code) between 1 and 60),
    name_ja text not null,
    name_en text not null,
    category text not null default '',
    warranty_months integer not null default 12 check (warranty_months between 0 and 600),
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

create table owned_product (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    customer_id uuid not null,
    product_id uuid not null,
    serial text not null default '',
    bought date,
    warranty_until date,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade,
    foreign key (tenant_id, product_id) references product (tenant_id, id)
);
create index owned_product_customer on owned_product (tenant_id, customer_id);
create index owned_product_product on owned_product (tenant_id, product_id);

create table purchase_order (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    customer_id uuid not null,
    number text collate "C" not null check (length(number) between 1 and 60),
    status text not null default 'ordered'
        check (status in ('ordered', 'shipped', 'delivered', 'returned', 'cancelled')),
    ordered timestamptz not null,
    due date,
    total_minor bigint not null default 0,
    currency text not null default 'JPY' check (currency ~ '^[A-Z]{3}$'),
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
create index purchase_order_customer on purchase_order (tenant_id, customer_id, ordered desc);

create table order_line (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    order_id uuid not null,
    position integer not null,
    product_id uuid,
    title text not null,
    quantity integer not null default 1 check (quantity > 0),
    price_minor bigint not null default 0,
    primary key (tenant_id, id),
    unique (tenant_id, order_id, position),
    foreign key (tenant_id, order_id) references purchase_order (tenant_id, id) on delete cascade,
    foreign key (tenant_id, product_id) references product (tenant_id, id)
);
create index order_line_product on order_line (tenant_id, product_id) where product_id is not null;

create table contract (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    customer_id uuid not null,
    number text collate "C" not null check (length(number) between 1 and 60),
    title text not null,
    status text not null default 'active' check (status in ('active', 'ended', 'cancelled')),
    starts date not null,
    ends date,
    product_id uuid,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    check (ends is null or ends >= starts),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade,
    foreign key (tenant_id, product_id) references product (tenant_id, id)
);
create index contract_customer on contract (tenant_id, customer_id);
create index contract_product on contract (tenant_id, product_id) where product_id is not null;

create table preference (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    customer_id uuid not null,
    key text not null check (key in ('channel', 'language', 'hours', 'do_not_call', 'opt_outs')),
    value jsonb not null,
    changed timestamptz not null,
    changed_by uuid,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, customer_id, key),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);

-- Append-only: the latest row of a purpose is what holds.
create table consent (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    customer_id uuid not null,
    purpose text not null check (length(purpose) between 1 and 60),
    state text not null check (state in ('given', 'withdrawn')),
    source text not null default 'agent',
    interaction_id uuid,
    at timestamptz not null,
    recorded_by uuid,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
create index consent_latest on consent (tenant_id, customer_id, purpose, at desc, id desc);

-- Addresses that nobody may contact, whoever they belong to.
create table contact_block (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    kind text not null check (kind in ('phone', 'email', 'handle')),
    value text collate "C" not null,
    reason text not null default 'asked',
    until timestamptz,
    created timestamptz not null,
    created_by uuid,
    primary key (tenant_id, id),
    unique (tenant_id, kind, value)
);

create table identity_check (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    customer_id uuid not null,
    items jsonb not null,
    result text not null check (result in ('passed', 'failed', 'partial')),
    at timestamptz not null,
    checked_by uuid,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
create index identity_check_interaction on identity_check (tenant_id, interaction_id, at desc);
create index identity_check_customer on identity_check (tenant_id, customer_id, at desc);

create table customer_import (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    file_id uuid not null,
    file_name text not null,
    state text not null
        check (state in ('uploaded', 'checking', 'checked', 'running', 'done', 'undoing', 'undone', 'failed')),
    columns jsonb not null,   -- headings and a few samples, as read
    mapping jsonb not null,   -- heading position → field
    options jsonb not null,
    total integer not null default 0,
    reached integer not null default 0,
    created_rows integer not null default 0,
    updated_rows integer not null default 0,
    skipped_rows integer not null default 0,
    failed_rows integer not null default 0,
    undone_rows integer not null default 0,
    kept_rows integer not null default 0,
    problem text,
    created timestamptz not null,
    created_by uuid,
    finished timestamptz,
    version integer not null default 1,
    primary key (tenant_id, id),
    foreign key (tenant_id, file_id) references stored_file (tenant_id, id)
);
create index customer_import_recent on customer_import (tenant_id, created desc, id desc);

-- One line of the file: its cells as read, what is wrong with them, and what was done, so that it can be undone.
create table customer_import_row (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    import_id uuid not null,
    line integer not null,
    cells text[] not null,
    match_key text,           -- what the line is recognised by, to find it twice in one file
    match_id uuid,            -- the customer it will change
    faults jsonb not null default '[]',
    effect text not null default 'waiting'
        check (effect in ('waiting', 'ready', 'faulty', 'created', 'updated', 'skipped', 'undone', 'kept')),
    customer_id uuid,
    version_after integer,
    before jsonb,             -- the profile as it was, for undoing
    added uuid[] not null default '{}', -- identities it added
    primary key (tenant_id, id),
    unique (tenant_id, import_id, line),
    foreign key (tenant_id, import_id) references customer_import (tenant_id, id) on delete cascade
);
create index customer_import_row_effect on customer_import_row (tenant_id, import_id, effect, line);
create index customer_import_row_match on customer_import_row (tenant_id, import_id, match_key)
    where match_key is not null;

do $$
declare target text;
begin
    foreach target in array array['customer', 'identity', 'address_choice', 'product', 'owned_product',
        'purchase_order', 'order_line', 'contract', 'preference', 'consent', 'contact_block', 'identity_check',
        'customer_import', 'customer_import_row'] loop
        perform protect(target::regclass);
    end loop;
    execute format('grant usage on sequence customer_number to %I', app_role());
end $$;

-- find_customers(words, most): customers whose names meet every word, by any of its alternatives
-- ([[{"tokens": […], "fragment": "…"}, …], …]).
-- A function of the owner, because "array contains" is not leak-proof: under row-level security the planner would not
-- use the index for it and would read the whole tenant. The tenant is asked for here instead, always.
create function find_customers(words jsonb, most integer) returns setof uuid
language plpgsql stable rows 200 security definer set search_path = public
set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off as $$
declare
    conditions text := '';
    alternatives text;
    word jsonb;
    alternative jsonb;
begin
    if current_tenant() is null or jsonb_array_length(words) = 0 then
        return;
    end if;
    for word in select jsonb_array_elements(words) loop
        alternatives := '';
        for alternative in select jsonb_array_elements(word) loop
            alternatives := alternatives || case when alternatives = '' then '' else ' or ' end || format(
                '(search_tokens @> %L::text[] and strpos(search_text, %L) > 0)',
                array(select jsonb_array_elements_text(alternative -> 'tokens')), alternative ->> 'fragment');
        end loop;
        conditions := conditions || ' and (' || alternatives || ')';
    end loop;
    return query execute format(
        'select id from customer where tenant_id = %L%s limit %s', current_tenant(), conditions, most);
end $$;
select allow('find_customers(jsonb, integer)');

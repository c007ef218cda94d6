-- crm: connections to the CRMs next door, whom we know there, their cards as last read, and what we owe them.

create table crm_connection (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    vendor text not null,
    name text not null check (char_length(name) between 1 and 100),
    active boolean not null default true,
    settings jsonb not null,
    secrets bytea,
    locale text not null default 'ja' check (locale in ('ja', 'en')),
    link_base text not null default '',
    subject_template text not null default '',
    text_template text not null default '',
    created timestamptz not null,
    changed timestamptz not null,
    checked timestamptz,
    check_result text not null default '',
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, name)
);
select protect('crm_connection');

-- Whom a customer of ours is over there. Found by identity once, kept until it leads nowhere.
create table crm_link (
    tenant_id uuid not null default current_tenant(),
    connection_id uuid not null,
    customer_id uuid not null,
    ref text not null,
    found timestamptz not null,
    primary key (tenant_id, connection_id, customer_id),
    foreign key (tenant_id, connection_id) references crm_connection (tenant_id, id) on delete cascade,
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
select protect('crm_link');

-- A card as last read, for one customer, or for one contact while nobody is recognised (`subject_id` is either's id).
-- Kept for a day, so that a reload of the desk shows it again.
create table crm_card (
    tenant_id uuid not null default current_tenant(),
    connection_id uuid not null,
    subject_id uuid not null,
    customer_id uuid,
    state text not null check (state in ('waiting', 'late', 'ok', 'none', 'several', 'down')),
    fields jsonb not null default '[]',
    url text not null default '',
    asked timestamptz not null,
    answered timestamptz,
    took_ms integer not null default 0,
    primary key (tenant_id, connection_id, subject_id),
    foreign key (tenant_id, connection_id) references crm_connection (tenant_id, id) on delete cascade,
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade
);
select protect('crm_card');
create index crm_card_age on crm_card (tenant_id, asked);
create index crm_card_subject on crm_card (tenant_id, subject_id);

-- What we owe a CRM: one record a contact. The text is composed when it is sent, from the contact as it then is.
-- `revision` grows with every change worth telling, `written` is the one the CRM has. `sending` holds while a request is
-- under way: after a crash its lease runs out, and the record is looked for over there before it is written again.
create table crm_writeback (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    connection_id uuid not null,
    interaction_id uuid not null,
    customer_id uuid not null,
    state text not null default 'pending'
        check (state in ('pending', 'sending', 'delivered', 'no_record', 'several', 'failed')),
    revision integer not null default 1,
    written integer not null default 0,
    digest bytea,
    external_id text,
    attempts integer not null default 0,
    due timestamptz not null,
    leased_until timestamptz,
    error text not null default '',
    created timestamptz not null,
    delivered timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, connection_id, interaction_id),
    foreign key (tenant_id, connection_id) references crm_connection (tenant_id, id) on delete cascade,
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade,
    check (written <= revision),
    check ((state = 'sending') = (leased_until is not null))
);
select protect('crm_writeback');
create index crm_writeback_owed on crm_writeback (tenant_id, connection_id, customer_id, created, id)
    where state in ('pending', 'sending');
create index crm_writeback_newest on crm_writeback (tenant_id, id desc);
create index crm_writeback_state on crm_writeback (tenant_id, state, id desc);

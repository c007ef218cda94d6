-- The ground: tenant walls, outbox, jobs, idempotency, settings, keys.

create function current_tenant() returns uuid language sql stable
    return nullif(current_setting('app.tenant', true), '')::uuid;

-- The two roles carry the database's name, so that several installations may share one server.
create function app_role() returns name language sql stable return (current_database() || '_app')::name;
create function sweep_role() returns name language sql stable return (current_database() || '_sweep')::name;

-- protect(table): row-level security by tenant, and the application's rights on it. Not forced: the owner runs nothing
-- but migrations and the few `security definer` look-ups made before the tenant is known.
create function protect(target regclass) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', target);
    execute format('create policy tenant on %s to %I using (tenant_id = current_tenant()) '
                   'with check (tenant_id = current_tenant())', target, app_role());
    execute format('grant select, insert, update, delete on %s to %I', target, app_role());
end $$;

-- sweepable(table): kit's own tables, which the sweep role reads over all tenants.
create function sweepable(target regclass) returns void language plpgsql as $$
begin
    execute format('create policy sweep on %s to %I using (true) with check (true)', target, sweep_role());
    execute format('grant select, insert, update, delete on %s to %I', target, sweep_role());
end $$;

-- allow('name(argument types)'): a function for the application's role and nobody else.
create function allow(target regprocedure) returns void language plpgsql as $$
begin
    execute format('revoke all on function %s from public', target);
    execute format('grant execute on function %s to %I', target, app_role());
end $$;

create table outbox (
    id bigint generated always as identity primary key,
    tenant_id uuid not null default current_tenant(),
    kind text not null,
    body jsonb not null,
    at timestamptz not null,
    trace text,
    xid xid8 not null default pg_current_xact_id(),
    leased_until timestamptz,
    delivered boolean not null default false
);
create index outbox_left_over on outbox (id) where not delivered;
create index outbox_replay on outbox (tenant_id, xid);
create index outbox_age on outbox (at);

create table reaction_done (
    tenant_id uuid not null default current_tenant(),
    fact bigint not null,
    reaction text not null,
    primary key (fact, reaction)
);

create table reaction_failure (
    tenant_id uuid not null default current_tenant(),
    fact bigint not null,
    reaction text not null,
    attempts integer not null,
    due timestamptz not null,
    parked boolean not null default false,
    error text,
    primary key (fact, reaction)
);
create index reaction_failure_due on reaction_failure (due) where not parked;

create table job (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    kind text not null,
    body jsonb not null,
    key text,
    due timestamptz not null,
    attempts integer not null default 0,
    leased_until timestamptz,
    parked boolean not null default false,
    error text,
    trace text,
    primary key (tenant_id, id)
);
create unique index job_key on job (tenant_id, key) where key is not null;
create index job_due on job (due) where not parked;

create table period (
    tenant_id uuid not null default current_tenant(),
    name text not null,
    due timestamptz not null,
    primary key (tenant_id, name)
);

create table idempotency (
    tenant_id uuid not null default current_tenant(),
    actor uuid not null,
    key text not null,
    request bytea not null,
    status integer,
    body bytea,
    at timestamptz not null,
    primary key (tenant_id, actor, key)
);
create index idempotency_age on idempotency (at);

create table tenant_setting (
    tenant_id uuid not null default current_tenant(),
    name text not null,
    version integer not null,
    body jsonb not null,
    at timestamptz not null,
    by_user uuid,
    primary key (tenant_id, name, version)
);

create table vault_tenant_key (
    tenant_id uuid not null default current_tenant() primary key,
    wrapped bytea not null
);
create table vault_subject_key (
    tenant_id uuid not null default current_tenant(),
    subject uuid not null,
    wrapped bytea not null,
    primary key (tenant_id, subject)
);
create table vault_item_key (
    tenant_id uuid not null default current_tenant(),
    item uuid not null,
    subject uuid,
    wrapped bytea not null,
    primary key (tenant_id, item)
);
create index vault_item_key_subject on vault_item_key (tenant_id, subject);

do $$
declare target text;
begin
    foreach target in array array['outbox', 'reaction_done', 'reaction_failure', 'job', 'period', 'idempotency'] loop
        perform protect(target::regclass);
        perform sweepable(target::regclass);
    end loop;
    foreach target in array array['tenant_setting', 'vault_tenant_key', 'vault_subject_key', 'vault_item_key'] loop
        perform protect(target::regclass);
    end loop;
end $$;

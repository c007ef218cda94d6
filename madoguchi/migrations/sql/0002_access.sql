-- The ground rules: tenants, people, sessions, keys, the audit ledger.

create table tenant (
    tenant_id uuid primary key default current_tenant(),
    code text not null unique check (code ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name text not null,
    created timestamptz not null,
    active boolean not null default true
);

create table line_of_business (
    tenant_id uuid not null default current_tenant() references tenant,
    id uuid not null,
    code text not null,
    name_ja text not null,
    name_en text not null,
    opening_phrase_ja text not null default '',
    opening_phrase_en text not null default '',
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

create table team (
    tenant_id uuid not null default current_tenant() references tenant,
    id uuid not null,
    code text not null,
    name_ja text not null,
    name_en text not null,
    active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

create table app_user (
    tenant_id uuid not null default current_tenant() references tenant,
    id uuid not null,
    email text not null,
    name text not null,
    kana text not null default '',
    locale text not null default 'ja' check (locale in ('ja', 'en')),
    theme text not null default 'auto' check (theme in ('auto', 'light', 'dark')),
    team_id uuid,
    state text not null check (state in ('invited', 'active', 'deactivated')),
    password_hash text,
    created timestamptz not null,
    last_sign_in timestamptz,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, email),
    foreign key (tenant_id, team_id) references team (tenant_id, id),
    check (state <> 'active' or password_hash is not null)
);
create index app_user_email on app_user (email);

create table user_role (
    tenant_id uuid not null default current_tenant(),
    user_id uuid not null,
    role text not null check (role in ('agent', 'supervisor', 'administrator', 'auditor')),
    primary key (tenant_id, user_id, role),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
);

create table session (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    token_hash bytea not null unique,
    user_id uuid not null,
    started timestamptz not null,
    expires timestamptz not null,
    seen timestamptz not null,
    locked timestamptz,
    ended timestamptz,
    ended_by text check (ended_by in ('sign_out', 'revoked', 'password_changed', 'deactivated', 'expired')),
    address text not null,
    agent text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade,
    check ((ended is null) = (ended_by is null))
);
create index session_live on session (tenant_id, user_id) where ended is null;

create table one_time_link (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    token_hash bytea not null unique,
    user_id uuid not null,
    purpose text not null check (purpose in ('invitation', 'password_reset')),
    created timestamptz not null,
    created_by uuid,
    expires timestamptz not null,
    used timestamptz,
    withdrawn timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
);
-- A person has one link that opens at a time: a new one withdraws the one before.
create unique index one_time_link_open on one_time_link (tenant_id, user_id) where used is null and withdrawn is null;

create table api_key (
    tenant_id uuid not null default current_tenant() references tenant,
    id uuid not null,
    name text not null,
    shown text not null,
    key_hash bytea not null unique,
    scopes text[] not null,
    created timestamptz not null,
    created_by uuid,
    expires timestamptz,
    used timestamptz,
    revoked timestamptz,
    primary key (tenant_id, id)
);

create table audit_entry (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    at timestamptz not null,
    actor text not null check (actor in ('user', 'api_key', 'system')),
    actor_id uuid,
    session_id uuid,
    address text,
    action text not null,
    kind text not null,
    subject_id uuid,
    reason_id uuid,
    about uuid,  -- the customer under whose key the details are sealed
    details bytea,
    seal bigint,
    seal_position integer,
    primary key (tenant_id, id),
    check ((seal is null) = (seal_position is null)),
    check ((actor = 'system') = (actor_id is null))
);
create unique index audit_entry_sealed on audit_entry (tenant_id, seal, seal_position) where seal is not null;
create index audit_entry_unsealed on audit_entry (tenant_id, id) where seal is null;
create index audit_entry_time on audit_entry (tenant_id, at, id);
create index audit_entry_subject on audit_entry (tenant_id, kind, subject_id, at);
create index audit_entry_actor on audit_entry (tenant_id, actor_id, at);

create table audit_seal (
    tenant_id uuid not null default current_tenant(),
    number bigint not null,
    entries integer not null check (entries > 0),
    entries_hash bytea not null,
    previous bytea not null,
    hash bytea not null,
    signature bytea not null,
    at timestamptz not null,
    primary key (tenant_id, number)
);

-- Failed sign-ins, counted before any tenant is known. Keys are hashes; only the functions below touch the table.
create table sign_in_failure (
    key bytea primary key,
    failures integer not null,
    since timestamptz not null
);
create index sign_in_failure_age on sign_in_failure (since);
alter table sign_in_failure enable row level security;

do $$
declare target text;
begin
    foreach target in array array['tenant', 'line_of_business', 'team', 'app_user', 'user_role', 'session',
                                  'one_time_link', 'api_key', 'audit_entry', 'audit_seal'] loop
        perform protect(target::regclass);
    end loop;
    -- The ledger only grows: an entry may be sealed once, and nothing else about it changes.
    execute format('revoke update, delete on audit_entry, audit_seal from %I', app_role());
    execute format('grant update (seal, seal_position) on audit_entry to %I', app_role());
    -- Sweeps run once a tenant and ask which there are.
    execute format('create policy sweep on tenant for select to %I using (true)', sweep_role());
    execute format('grant select on tenant to %I', sweep_role());
end $$;

create function audit_entry_stays() returns trigger language plpgsql as $$
begin
    if old.seal is not null then
        raise exception 'a sealed audit entry does not change' using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger audit_entry_stays before update on audit_entry for each row execute function audit_entry_stays();

-- Who may be signing in: the active people of that address, in every tenant or in the one named.
create function sign_in_candidates(mail text, named text)
returns table (tenant_id uuid, code text, name text, user_id uuid, password_hash text)
language sql stable security definer set search_path = public as $$
    select t.tenant_id, t.code, t.name, u.id, u.password_hash
    from app_user u join tenant t using (tenant_id)
    where u.email = mail and u.state = 'active' and t.active and (named is null or t.code = named)
    order by t.code limit 8
$$;
select allow('sign_in_candidates(text, text)');

-- Count one attempt under each key, before the password is looked at, so that parallel guesses cannot slip through.
-- Answers the seconds until the next attempt is heard, 0 when this one is. A window starts with its first failure.
create function sign_in_attempt(keys bytea[], limits integer[], moment timestamptz, window_seconds integer)
returns integer language plpgsql security definer set search_path = public as $$
declare wait integer;
begin
    insert into sign_in_failure as f (key, failures, since)
    select k, 1, moment from unnest(keys) as k order by k
    on conflict (key) do update set
        failures = case when f.since < moment - window_seconds * interval '1 second' then 1 else f.failures + 1 end,
        since = case when f.since < moment - window_seconds * interval '1 second' then moment else f.since end;
    select ceil(extract(epoch from max(f.since) + window_seconds * interval '1 second' - moment)) into wait
    from sign_in_failure f join unnest(keys, limits) as l (key, most) using (key) where f.failures > l.most;
    return greatest(coalesce(wait, 0), 0);
end $$;
select allow('sign_in_attempt(bytea[], integer[], timestamptz, integer)');

-- A right password forgives its account and takes its own attempt off the address it came from.
create function sign_in_succeeded(forgiven bytea[], counted bytea) returns void
language sql security definer set search_path = public as $$
    delete from sign_in_failure where key = any (forgiven);
    update sign_in_failure set failures = greatest(failures - 1, 0) where key = counted;
$$;
select allow('sign_in_succeeded(bytea[], bytea)');

create function sign_in_forget(before timestamptz) returns void
language sql security definer set search_path = public as $$
    delete from sign_in_failure where since < before
$$;
select allow('sign_in_forget(timestamptz)');

-- The live session behind a cookie, in one round trip. Notes that it was seen (to 15 s) and locks one left idle.
create function session_of(token bytea, moment timestamptz, idle_default integer)
returns table (tenant_id uuid, session_id uuid, user_id uuid, roles text[], locale text, locked boolean,
               expires timestamptz)
language plpgsql security definer set search_path = public as $$
#variable_conflict use_column
declare
    s session;
    idle interval;
begin
    select * into s from session where token_hash = token and ended is null and session.expires > moment;
    if not found then
        return;
    end if;
    select coalesce((select (body ->> 'idle_lock_seconds')::integer from tenant_setting t
                     where t.tenant_id = s.tenant_id and name = 'access' order by version desc limit 1), idle_default)
           * interval '1 second' into idle;
    if s.locked is null and s.seen < moment - idle then
        update session set locked = moment where session.tenant_id = s.tenant_id and id = s.id;
        s.locked := moment;
    elsif s.locked is null and s.seen < moment - interval '15 seconds' then
        update session set seen = moment where session.tenant_id = s.tenant_id and id = s.id;
    end if;
    return query
        select u.tenant_id, s.id, u.id, array(select r.role from user_role r
                                              where r.tenant_id = u.tenant_id and r.user_id = u.id),
               u.locale, s.locked is not null, s.expires
        from app_user u join tenant t on t.tenant_id = u.tenant_id and t.active
        where u.tenant_id = s.tenant_id and u.id = s.user_id and u.state = 'active';
end $$;
select allow('session_of(bytea, timestamptz, integer)');

-- The API key behind a Bearer token, in one round trip; its last use is noted to the minute.
create function api_key_of(hash bytea, moment timestamptz)
returns table (tenant_id uuid, key_id uuid, scopes text[], expires timestamptz)
language plpgsql security definer set search_path = public as $$
#variable_conflict use_column
begin
    update api_key set used = moment
    where key_hash = hash and revoked is null and (used is null or used < moment - interval '1 minute');
    return query
        select k.tenant_id, k.id, k.scopes, k.expires from api_key k join tenant t using (tenant_id)
        where k.key_hash = hash and k.revoked is null and (k.expires is null or k.expires > moment) and t.active;
end $$;
select allow('api_key_of(bytea, timestamptz)');

-- The tenant in which a one-time link still opens.
create function one_time_link_of(hash bytea, moment timestamptz) returns table (tenant_id uuid, link_id uuid)
language sql stable security definer set search_path = public as $$
    select l.tenant_id, l.id from one_time_link l join tenant t using (tenant_id)
    where l.token_hash = hash and l.used is null and l.withdrawn is null and l.expires > moment and t.active
$$;
select allow('one_time_link_of(bytea, timestamptz)');

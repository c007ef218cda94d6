-- Files: what is kept on the shelf, encrypted, and until when.

create table stored_file (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    name text not null check (length(name) between 1 and 255),
    purpose text not null check (purpose in ('attachment', 'recording', 'import', 'export', 'prompt')),
    media_type text not null,
    size bigint not null check (size >= 0),
    sha256 bytea not null check (length(sha256) = 32),
    -- The vault's scope: the item whose key wraps the content key, and the person that item is about.
    scope_item uuid not null,
    scope_subject uuid,
    content_key bytea,
    created timestamptz not null,
    created_by uuid,
    retain_until timestamptz,
    -- Its bytes and key are gone; the row stays, because what pointed to it tells that it was there.
    removed timestamptz,
    primary key (tenant_id, id),
    check ((removed is null) = (content_key is not null))
);
create index stored_file_due on stored_file (tenant_id, retain_until) where retain_until is not null and removed is null;
create index stored_file_scope on stored_file (tenant_id, scope_item);
select protect('stored_file');

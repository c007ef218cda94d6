-- intelligence: texts that were spoken, by the hash of text, language and voice.
create table rendered_speech (
    tenant_id uuid not null default current_tenant(),
    digest bytea not null check (length(digest) = 32),
    file_id uuid not null,
    seconds double precision not null,
    engine text not null,
    language text not null,
    at timestamptz not null,
    primary key (tenant_id, digest),
    foreign key (tenant_id, file_id) references stored_file (tenant_id, id)
);
select protect('rendered_speech');

-- workflows: the library of what callers hear; its voices are written as a whole.
create table prompt (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    name text not null check (char_length(name) between 1 and 100),
    voices jsonb not null default '[]',
    changed timestamptz not null,
    changed_by uuid,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, name)
);
select protect('prompt');

-- What is said in a recording, in words. Every correction is a further version; the words are sealed.
create table transcript (
    tenant_id uuid not null default current_tenant(),
    recording_id uuid not null,
    version integer not null check (version > 0),
    interaction_id uuid not null,
    language text not null,
    author uuid,  -- null: a machine
    at timestamptz not null,
    body bytea not null,
    primary key (tenant_id, recording_id, version),
    foreign key (tenant_id, recording_id) references recording (tenant_id, id) on delete cascade,
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, author) references app_user (tenant_id, id)
);
select protect('transcript');
create index transcript_interaction on transcript (tenant_id, interaction_id);

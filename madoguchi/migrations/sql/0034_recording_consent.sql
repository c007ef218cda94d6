-- What the other side was told of a recording, and what they said to it.
create table recording_consent (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    customer_id uuid,
    state text not null check (state in ('noticed', 'agreed', 'refused', 'unheard')),
    how text not null check (how in ('notice', 'key', 'other_key', 'silence', 'failed')),
    rule text not null check (rule in ('notice', 'consent')),
    region text not null,
    at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete set null (customer_id)
);
select protect('recording_consent');
create index recording_consent_interaction on recording_consent (tenant_id, interaction_id, at);
create index recording_consent_customer on recording_consent (tenant_id, customer_id);

-- The question that is out: the playback or gathering it is put by, and who waits for its end (a flow, or nobody).
alter table call
    drop column prompt,
    add column asking uuid,
    add column asking_for uuid,
    add column asking_rule text check (asking_rule in ('notice', 'consent')),
    add check ((asking is null) = (asking_rule is null));
create unique index call_asking on call (tenant_id, asking) where asking is not null;

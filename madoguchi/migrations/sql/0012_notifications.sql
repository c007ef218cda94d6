-- Word to people of ours. A mail is written with the change that wants it and sent afterwards, at least once, under one
-- Message-ID; its content (an address, a one-time link) is encrypted and forgotten once it is sent.

create table mail (
    tenant_id uuid not null default current_tenant() references tenant,
    id uuid not null,
    user_id uuid not null,
    kind text not null,
    content bytea,
    state text not null default 'queued' check (state in ('queued', 'sent', 'refused', 'expired')),
    created timestamptz not null,
    expires timestamptz not null,
    ended timestamptz,
    answer text,
    primary key (tenant_id, id),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade,
    check ((state = 'queued') = (content is not null))
);
select protect('mail');

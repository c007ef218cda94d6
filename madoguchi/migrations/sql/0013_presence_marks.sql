-- routing: what everybody turned to and when, kept for good. A mark holds until the person's next one.

create table presence_mark (
    tenant_id uuid not null default current_tenant(),
    user_id uuid not null,
    at timestamptz not null,
    presence text not null,
    reason text,
    interaction_id uuid,
    primary key (tenant_id, user_id, at),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
);
select protect('presence_mark');
create index presence_mark_at on presence_mark (tenant_id, at, user_id);

-- analytics: what reports are counted from. Ids, codes and seconds only; all of it can be made again from the rooms below.

-- A contact as a whole. `again_at` / `before_at`: the next and the last contact of this customer about the same topic.
create table report_contact (
    tenant_id uuid not null default current_tenant(),
    interaction_id uuid not null,
    customer_id uuid,
    queue_id uuid,
    line_of_business_id uuid,
    user_id uuid,
    topic text not null default '',
    medium text not null,
    direction text not null,
    opened timestamptz not null,
    answered boolean not null,
    again_at timestamptz,
    before_at timestamptz,
    primary key (tenant_id, interaction_id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete set null (customer_id)
);
select protect('report_contact');
create index report_contact_opened on report_contact (tenant_id, opened, interaction_id);
create index report_contact_customer on report_contact (tenant_id, customer_id, opened) where customer_id is not null;

-- One stay in the line of a queue.
create table report_wait (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    queue_id uuid not null,
    line_of_business_id uuid,
    user_id uuid,
    medium text not null,
    direction text not null,
    entered timestamptz not null,
    exit text,
    waited integer,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references report_contact (tenant_id, interaction_id) on delete cascade
);
select protect('report_wait');
create index report_wait_entered on report_wait (tenant_id, entered, id);
create index report_wait_contact on report_wait (tenant_id, interaction_id);

-- One agent's part in a contact.
create table report_part (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    queue_id uuid,
    line_of_business_id uuid,
    user_id uuid not null,
    medium text not null,
    direction text not null,
    began timestamptz not null,
    connected boolean not null,
    ended_by text not null,
    talk integer not null,
    hold integer not null,
    wrap integer,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references report_contact (tenant_id, interaction_id) on delete cascade
);
select protect('report_part');
create index report_part_began on report_part (tenant_id, began, id);
create index report_part_contact on report_part (tenant_id, interaction_id);

-- One person asked to take a contact.
create table report_offer (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    queue_id uuid,
    line_of_business_id uuid,
    user_id uuid not null,
    medium text not null,
    direction text not null,
    made timestamptz not null,
    state text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references report_contact (tenant_id, interaction_id) on delete cascade
);
select protect('report_offer');
create index report_offer_made on report_offer (tenant_id, made, id);
create index report_offer_contact on report_offer (tenant_id, interaction_id);

-- From `at` on, until their next mark, this is what somebody did.
create table report_presence (
    tenant_id uuid not null default current_tenant(),
    user_id uuid not null,
    at timestamptz not null,
    presence text not null,
    reason text,
    interaction_id uuid,
    primary key (tenant_id, user_id, at),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade
);
select protect('report_presence');
create index report_presence_at on report_presence (tenant_id, at, user_id);

-- Which days were counted again and looked through, the morning after.
create table report_day (
    tenant_id uuid not null default current_tenant(),
    day date not null,
    counted timestamptz not null,
    primary key (tenant_id, day)
);
select protect('report_day');

-- Something a detector saw in one person's day. `limits`: the thresholds then in force. `comment` is sealed.
create table finding (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    detector text not null,
    user_id uuid not null,
    day date not null,
    found timestamptz not null,
    count integer not null,
    handled integer not null,
    limits jsonb not null,
    state text not null default 'open' check (state in ('open', 'acknowledged')),
    comment bytea,
    acknowledged timestamptz,
    acknowledged_by uuid,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, detector, user_id, day),
    foreign key (tenant_id, user_id) references app_user (tenant_id, id) on delete cascade,
    foreign key (tenant_id, acknowledged_by) references app_user (tenant_id, id),
    check ((state = 'acknowledged') = (acknowledged is not null))
);
select protect('finding');
create index finding_day on finding (tenant_id, day desc, id desc);

create table finding_evidence (
    tenant_id uuid not null default current_tenant(),
    finding_id uuid not null,
    segment_id uuid not null,
    interaction_id uuid not null,
    at timestamptz not null,
    seconds integer not null,
    usual integer,
    primary key (tenant_id, finding_id, segment_id),
    foreign key (tenant_id, finding_id) references finding (tenant_id, id) on delete cascade,
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade
);
select protect('finding_evidence');
create index finding_evidence_contact on finding_evidence (tenant_id, interaction_id);

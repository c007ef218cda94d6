-- A file under a legal hold is not removed, whatever its retention says, until the hold is lifted.
alter table stored_file
    add column held timestamptz,
    add column held_by uuid,
    add column hold_reason text,
    add check ((held is null) = (hold_reason is null)),
    add check (held is null or removed is null);

-- An agent asks for their supervisor during a contact (手上げ): up until somebody lowers it, or their part ends.
create table raised_hand (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    user_id uuid not null,
    raised timestamptz not null,
    lowered timestamptz,
    lowered_by uuid,
    cause text check (cause in ('agent', 'supervisor', 'ended')),
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, user_id) references app_user (tenant_id, id),
    foreign key (tenant_id, lowered_by) references app_user (tenant_id, id),
    check ((lowered is null) = (cause is null))
);
select protect('raised_hand');
create unique index raised_hand_up on raised_hand (tenant_id, interaction_id, user_id) where lowered is null;
create index raised_hand_interaction on raised_hand (tenant_id, interaction_id, raised);

-- What happened in a contact that must be kept as evidence (カスハラ). What was written about it is sealed.
create table incident (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    interaction_id uuid not null,
    kind text not null check (kind in ('harassment')),
    reason text not null check (length(reason) between 1 and 40),
    note bytea,
    at timestamptz not null,
    recorded_by uuid,
    primary key (tenant_id, id),
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete cascade,
    foreign key (tenant_id, recorded_by) references app_user (tenant_id, id)
);
select protect('incident');
create index incident_interaction on incident (tenant_id, interaction_id, at);

-- A warning about a customer for whoever may see it: why, by whom, until when.
create table caution (
    tenant_id uuid not null default current_tenant(),
    id uuid not null,
    customer_id uuid not null,
    kind text not null check (kind in ('harassment', 'threat', 'fraud', 'payment', 'legal', 'other')),
    note text not null default '' check (char_length(note) <= 500),
    created timestamptz not null,
    created_by uuid,
    expires timestamptz,
    lifted timestamptz,
    lifted_by uuid,
    interaction_id uuid,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id) on delete cascade,
    check (expires is null or expires > created)
);
select protect('caution');
create index caution_customer on caution (tenant_id, customer_id, created desc);

-- Second line (二次対応): who handed a case on, and what became of it. Whose it is and until when says the task.
create table second_line (
    tenant_id uuid not null default current_tenant(),
    task_id uuid not null,
    case_id uuid not null,
    interaction_id uuid,
    asked timestamptz not null,
    asked_by uuid,
    returned timestamptz,
    returned_by uuid,
    primary key (tenant_id, task_id),
    foreign key (tenant_id, task_id) references task (tenant_id, id) on delete cascade,
    foreign key (tenant_id, case_id) references case_file (tenant_id, id) on delete cascade,
    foreign key (tenant_id, interaction_id) references interaction (tenant_id, id) on delete set null (interaction_id),
    foreign key (tenant_id, asked_by) references app_user (tenant_id, id),
    foreign key (tenant_id, returned_by) references app_user (tenant_id, id)
);
select protect('second_line');
create index second_line_case on second_line (tenant_id, case_id, asked);

-- workflows: entry flows become graphs with a draft and published versions.

alter table entry_flow
    alter column queue_id drop not null,
    add column draft jsonb,
    add column drafted timestamptz not null default now(),
    add column drafted_by uuid,
    add column published integer;

-- A published version never changes: contacts that began with it keep to it.
create table flow_version (
    tenant_id uuid not null default current_tenant(),
    flow_id uuid not null,
    number integer not null check (number > 0),
    graph jsonb not null,
    note text not null default '',
    at timestamptz not null,
    by uuid,
    came_from integer,
    primary key (tenant_id, flow_id, number),
    foreign key (tenant_id, flow_id) references entry_flow (tenant_id, id) on delete cascade
);
select protect('flow_version');

-- The first form (a notice if any, a queue, a farewell) as a graph.
update entry_flow set draft = jsonb_build_object(
    'nodes', jsonb_build_array(jsonb_build_object('kind', 'start', 'id', 'start', 'name', '', 'at', jsonb_build_object('x', 0, 'y', 0)))
        || case when notice is null then '[]'::jsonb else jsonb_build_array(jsonb_build_object(
            'kind', 'notice', 'id', 'notice', 'name', '', 'at', jsonb_build_object('x', 0, 'y', 140), 'prompt', notice)) end
        || jsonb_build_array(
            jsonb_build_object(
                'kind', 'queue', 'id', 'queue', 'name', '',
                'at', jsonb_build_object('x', 0, 'y', case when notice is null then 140 else 280 end),
                'queue', queue_id, 'priority', priority, 'max_wait_seconds', max_wait_seconds, 'tell_position', false,
                'tell_wait', false, 'comfort_prompt', null, 'every_seconds', 45, 'keys', '[]'::jsonb),
            jsonb_build_object(
                'kind', 'hang_up', 'id', 'farewell', 'name', '',
                'at', jsonb_build_object('x', 0, 'y', case when notice is null then 280 else 420 end),
                'prompt', farewell)),
    'edges', case when notice is null
        then jsonb_build_array(jsonb_build_object('source', 'start', 'exit', 'next', 'target', 'queue'))
        else jsonb_build_array(
            jsonb_build_object('source', 'start', 'exit', 'next', 'target', 'notice'),
            jsonb_build_object('source', 'notice', 'exit', 'next', 'target', 'queue')) end
        || jsonb_build_array(jsonb_build_object('source', 'queue', 'exit', 'max_wait', 'target', 'farewell'))),
    published = 1;
insert into flow_version (tenant_id, flow_id, number, graph, at)
    select tenant_id, id, 1, draft, now() from entry_flow;

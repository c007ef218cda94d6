-- telephony: several switches. A call, and a test call, is on one of them from its first leg to its last.

alter table call add column switch text not null default 'main';
alter table call alter column switch drop default;
create index call_switch on call (switch) where ended is null;

alter table test_call add column switch text not null default 'main';
alter table test_call alter column switch drop default;

drop function telephony_leg(text);
create function telephony_leg(leg_id text) returns table (tenant_id uuid, interaction_id uuid, switch text)
language sql stable security definer set search_path = public as $$
    select l.tenant_id, l.interaction_id, c.switch from leg l
        join call c on c.tenant_id = l.tenant_id and c.interaction_id = l.interaction_id where l.id = leg_id
    union all select t.tenant_id, t.id, t.switch from test_call t where t.leg = leg_id
    limit 1
$$;
select allow('telephony_leg(text)');

drop function telephony_live();
create function telephony_live() returns table (tenant_id uuid, interaction_id uuid, switch text)
language sql stable security definer set search_path = public as $$
    select c.tenant_id, c.interaction_id, c.switch from call c where c.ended is null
$$;
select allow('telephony_live()');

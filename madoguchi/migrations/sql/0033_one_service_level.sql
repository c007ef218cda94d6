-- Targets, short abandons and the day's beginning are said once, for the board and the reports. Who had set them for reports
-- alone keeps them.
insert into tenant_setting (tenant_id, name, version, body, at, by_user)
select a.tenant_id, 'service', 1, jsonb_strip_nulls(jsonb_build_object(
        'seconds', a.body -> 'service_seconds', 'percent', a.body -> 'service_percent', 'targets', a.body -> 'targets',
        'short_abandon_seconds', a.body -> 'short_abandon_seconds', 'day_begins', a.body -> 'day_begins')), a.at, a.by_user
from (select distinct on (tenant_id) * from tenant_setting where name = 'analytics' order by tenant_id, version desc) a
where not exists (select from tenant_setting s where s.tenant_id = a.tenant_id and s.name = 'service');

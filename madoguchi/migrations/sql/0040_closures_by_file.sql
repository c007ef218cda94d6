-- Closures come in a file too: the imports of shifts are imports of this room's tables, and say what is in them.
alter table shift_import add column about text not null default 'shifts' check (about in ('shifts', 'closures'));

-- A closure may have hours of its own. What a file takes the place of is kept until the import can no longer be undone.
alter table closure
    add column spans jsonb not null default '[]',
    add column import_id uuid,
    add column replaced_by uuid,
    add foreign key (tenant_id, import_id) references shift_import (tenant_id, id),
    add foreign key (tenant_id, replaced_by) references shift_import (tenant_id, id);
create index closure_import_of on closure (tenant_id, import_id) where import_id is not null;
create index closure_replaced on closure (tenant_id, replaced_by) where replaced_by is not null;

-- Somebody is to work although the company is closed that day (休日出勤).
alter table shift add column despite_closure boolean not null default false;

-- More than two may be in a call: a colleague who is consulted, a guest from outside, a supervisor, who is beside
-- somebody's talk in a way: unheard, in their ear, in the talk, or in their place.
alter table leg drop constraint leg_role_check;
alter table leg drop constraint leg_check;
alter table leg add constraint leg_role_check check (role in ('customer', 'agent', 'consult', 'guest', 'supervisor'));
alter table leg add constraint leg_person_check check ((role in ('customer', 'guest')) = (user_id is null));
alter table leg add column mode text check (mode in ('listen', 'whisper', 'barge', 'take_over'));
alter table leg add column target_id uuid;
alter table leg add foreign key (tenant_id, target_id) references app_user (tenant_id, id);
alter table leg add constraint leg_supervisor_check check (role = 'supervisor' or mode is null);

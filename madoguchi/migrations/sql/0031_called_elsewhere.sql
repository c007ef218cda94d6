-- A call made for a task may have been made by another telephone than ours: then it is no contact.
alter table call_attempt alter column interaction_id drop not null;

-- telephony: a flow puts a caller through to a number outside.
alter table call add column sending uuid;
alter table call add column sending_leg text;

-- routing: a person's state changes several times a contact, in place where no index has to follow it. There is one row
-- a person, so that reading all of a tenant's costs little.

drop index agent_available;
drop index agent_due;
drop index agent_gone;
alter table agent set (fillfactor = 50);

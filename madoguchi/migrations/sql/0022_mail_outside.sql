-- Mail to people outside (an invitation to a callback): no person of ours is its recipient.
alter table mail alter column user_id drop not null;

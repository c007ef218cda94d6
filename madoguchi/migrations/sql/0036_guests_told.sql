-- Whether a guest who comes into a talk that is recorded hears of it just now, has heard of it, or has not.
alter table leg add column told text not null default '' check (told in ('', 'telling', 'told', 'untold'));

-- What is left out because of a guest is nobody's wish.
alter table recording_gap alter column user_id drop not null;

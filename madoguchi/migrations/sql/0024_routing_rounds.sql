-- routing: a round of matching reads who rests from what, all at once.

create index offer_rest on offer (tenant_id, rest_until) where rest_until is not null;

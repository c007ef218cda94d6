-- routing: an offer is written a thousand times a second; what nothing reads by costs every one of them.

-- The line's own index has the same contacts; the sweeps look through what waits and what is live, which is little.
drop index queue_item_load;
drop index queue_item_wait_until;
drop index offer_due;

-- An offer's queue is that of its contact, which has the key; here it made all offers of a queue share a row's lock.
alter table offer drop constraint offer_tenant_id_queue_id_fkey;

import { keys, type Id } from '@madoguchi/api';
import type { LiveHandlers } from '@madoguchi/live';

/** A profile changed on some desk: whoever shows it or lists it reads it again. */
export const customersLive: LiveHandlers = {
  'customer.changed': (cache, { customer }: { customer: Id }) => {
    void cache.invalidateQueries({ queryKey: keys.customer(customer) });
    void cache.invalidateQueries({ queryKey: [...keys.customers, 'list'] });
  },
  'import.changed': (cache, { id }: { id: Id }) => {
    void cache.invalidateQueries({ queryKey: keys.import(id) });
    void cache.invalidateQueries({ queryKey: [...keys.imports, 'list'] });
  },
};

import { keys, type Id } from '@madoguchi/api';
import type { LiveHandlers } from '@madoguchi/live';

/** Something was added to a contact: its page reads it again. */
const reread: LiveHandlers[string] = (cache, { interaction }: { interaction?: Id }) => {
  if (interaction) void cache.invalidateQueries({ queryKey: keys.interaction(interaction) });
};

export const historyLive: LiveHandlers = { 'note.written': reread, 'wrapup.changed': reread, 'call.changed': reread };

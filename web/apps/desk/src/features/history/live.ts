import { keys, type Id, type LiveBodies } from '@madoguchi/api';
import type { LiveHandlers } from '@madoguchi/live';

/** Something was added to a contact: its page reads it again. */
const reread: LiveHandlers[string] = (cache, { interaction }: { interaction?: Id }) => {
  if (interaction) void cache.invalidateQueries({ queryKey: keys.interaction(interaction) });
};

/** A contact ended, was classified, got its recording: its page and every past that shows it read again. */
const rereadPast: LiveHandlers[string] = (cache, { interaction }: LiveBodies['contact.changed']) => {
  void cache.invalidateQueries({ queryKey: keys.interaction(interaction) });
  void cache.invalidateQueries({ queryKey: keys.timeline });
};

export const historyLive: LiveHandlers = { 'contact.changed': rereadPast, 'note.written': reread, 'wrapup.changed': reread, 'call.changed': reread };

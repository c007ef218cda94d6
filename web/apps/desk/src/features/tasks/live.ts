import { keys, type TaskRow } from '@madoguchi/api';
import { put, type LiveHandlers } from '@madoguchi/live';

/** A task changed: whoever lists tasks, or shows the case it belongs to, reads again. */
export const tasksLive: LiveHandlers = {
  'task.due_soon': (cache, task: TaskRow) => {
    put(cache, keys.dueSoon, task);
    void cache.invalidateQueries({ queryKey: keys.tasks });
  },
  'task.changed': cache => {
    void cache.invalidateQueries({ queryKey: keys.tasks });
    void cache.invalidateQueries({ queryKey: keys.cases, refetchType: 'active' });
  },
};

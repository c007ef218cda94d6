import type { QueryKey } from '@tanstack/react-query';
import {
  calendarsListClosureImportRows, calendarsListClosureImports, calendarsListShiftImportRows, calendarsListShiftImports, calendarsRunClosureImport, calendarsRunShiftImport, calendarsShowClosureImport,
  calendarsShowShiftImport, calendarsUndoClosureImport, calendarsUndoShiftImport, calendarsUploadClosureImport, calendarsUploadShiftImport, keys, type CalendarImport,
} from '@madoguchi/api';

export type About = CalendarImport['about'];

/** How tables of each kind are brought in, and what they change. `id` begins the ids that tests rely on. */
export const tables = {
  shifts: {
    id: 'shift',
    path: '/api/v1/shift-imports',
    upload: calendarsUploadShiftImport,
    list: calendarsListShiftImports,
    show: calendarsShowShiftImport,
    rows: calendarsListShiftImportRows,
    run: calendarsRunShiftImport,
    undo: calendarsUndoShiftImport,
    changes: [keys.shifts] as readonly QueryKey[],
  },
  closures: {
    id: 'closure',
    path: '/api/v1/closure-imports',
    upload: calendarsUploadClosureImport,
    list: calendarsListClosureImports,
    show: calendarsShowClosureImport,
    rows: calendarsListClosureImportRows,
    run: calendarsRunClosureImport,
    undo: calendarsUndoClosureImport,
    changes: [keys.holidays, keys.openingHours, keys.shifts] as readonly QueryKey[],
  },
} satisfies Record<About, unknown>;

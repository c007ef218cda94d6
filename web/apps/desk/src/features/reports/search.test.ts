import { describe, expect, it } from 'vitest';
import { addDays, before, daysBetween, reportSearch } from './search';
import { exportHref } from './useReport';

describe('the report in the address', () => {
  it('keeps what can be and drops the rest', () => {
    expect(reportSearch({ first: '2026-11-25', view: 'person', step: 'never', open: '', direction: 'in' })).toEqual({ first: '2026-11-25', view: 'person', direction: 'in' });
  });

  it('keeps whose figures they are, for whoever gets the address', () => {
    const search = reportSearch({ person: 'p1', team: 't1', queue: 'q1', line: 'l1', view: 'time' });
    expect(search).toEqual({ person: 'p1', team: 't1', queue: 'q1', line: 'l1', view: 'time' });
    const asked = { first: '2026-11-25', last: '2026-11-25', step: 'half_hour', view: 'time' } as const;
    expect(exportHref(asked, search)).toBe('/api/v1/reports/export?first=2026-11-25&last=2026-11-25&step=half_hour&by=total&queue=q1&line=l1&team=t1&person=p1');
  });

  it('compares a day with the same weekday a week before, over the turn of a month too', () => {
    expect(before('2026-12-03', '2026-12-03')).toEqual({ first: '2026-11-26', last: '2026-11-26' });
  });

  it('compares a longer period with as many whole weeks before', () => {
    expect(before('2026-11-01', '2026-11-30')).toEqual({ first: '2026-09-27', last: '2026-10-26' });
    expect(daysBetween('2026-11-01', '2026-11-30')).toBe(30);
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  });
});

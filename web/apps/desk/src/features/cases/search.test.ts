import { describe, expect, it } from 'vitest';
import { caseSearch, dueBefore } from './search';

describe('the address of a list of cases', () => {
  it('keeps what it knows and drops the rest', () => {
    expect(caseSearch({ q: '異音', status: 'open', priority: 'nonsense', assignee: 'me', x: 1 })).toEqual({ q: '異音', status: 'open', assignee: 'me' });
  });

  it('turns "due today" into the end of today', () => {
    const now = new Date(2026, 10, 22, 9, 30);
    expect(dueBefore('overdue', now)).toBe(now.toISOString());
    expect(dueBefore('today', now)).toBe(new Date(2026, 10, 23).toISOString());
    expect(dueBefore(undefined, now)).toBeUndefined();
  });
});

import { expect, it } from 'vitest';
import { stepOf } from './times';

it('says of which day a half hour is where there are several days', () => {
  const report = { zone: 'Asia/Tokyo', step: 'half_hour', first: '2026-11-25', last: '2026-11-25' } as const;
  expect(stepOf(report, '2026-11-25T00:30:00Z', 'ja')).toBe('09:30');
  expect(stepOf({ ...report, last: '2026-11-26' }, '2026-11-25T00:30:00Z', 'ja')).toBe('11/25(水) 09:30');
  expect(stepOf({ ...report, step: 'day', last: '2026-11-26' }, '2026-11-24T15:00:00Z', 'en')).toBe('Wed 25 Nov');
});

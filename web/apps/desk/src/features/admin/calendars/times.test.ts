import { describe, expect, it } from 'vitest';
import { clockTime, nextSpan, place, standing, summary } from './times';

const split = [{ start: '09:00', end: '12:00' }, { start: '13:00', end: '18:00' }];

describe('a time of day as people type it', () => {
  it.each([['9', '09:00'], ['930', '09:30'], ['1830', '18:30'], ['９時', '09:00'], ['9:05', '09:05'], ['24', '24:00'], [' 13.30 ', '13:30']])('%s is %s', (typed, time) => {
    expect(clockTime(typed)).toBe(time);
  });
  it.each(['25', '9:75', 'noon', ''])('%s stays as it is', typed => {
    expect(clockTime(typed)).toBe(typed);
  });
});

it('says the week as people do', () => {
  expect(summary([split, split, split, split, split, [split[0]!], []])).toEqual([
    { first: 0, last: 4, text: '09:00–12:00 13:00–18:00' },
    { first: 5, last: 5, text: '09:00–12:00' },
  ]);
  expect(summary([[], [], [], [], [], [], []])).toEqual([]);
});

it('draws what can be read and nothing else', () => {
  expect(place({ start: '06:00', end: '12:00' })).toEqual({ left: '25%', width: '25%' });
  expect(place({ start: '12:00', end: '06:00' })).toBeNull();
  expect(place({ start: '1', end: '06:00' })).toBeNull();
});

it('leaves an hour for lunch before the next span', () => {
  expect(nextSpan([])).toEqual({ start: '09:00', end: '18:00' });
  expect(nextSpan([split[0]!])).toEqual({ start: '13:00', end: '16:00' });
  expect(nextSpan([{ start: '20:00', end: '24:00' }])).toEqual({ start: '23:00', end: '24:00' });
});

it('knows which sentence fits', () => {
  expect(standing({ open: true, until: null })).toBe('openAlways');
  expect(standing({ open: false, until: '2026-11-24T00:00:00Z' })).toBe('closedUntil');
});

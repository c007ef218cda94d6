import { describe, expect, it } from 'vitest';
import type { Desk } from '@madoguchi/api';
import { reached, steps } from './progress';

const desk = (over: object = {}) => ({ presence: { state: 'ready' }, offer: null, calls: [], wrapups: [], ...over }) as unknown as Desk;
const at = (now: Desk, before: number, path = '/') => steps[reached({ desk: now, path }, before)];

describe('the tour', () => {
  it('goes with the newcomer from ready to the timeline', () => {
    expect(at(desk({ presence: { state: 'offline' } }), 0)).toBe('ready');
    expect(at(desk(), 0)).toBe('ring');
    expect(at(desk({ offer: {} }), 1)).toBe('answer');
    expect(at(desk({ calls: [{ state: 'talking' }] }), 2)).toBe('hold');
    expect(at(desk({ calls: [{ state: 'held' }] }), 3)).toBe('hangUp');
    expect(at(desk({ wrapups: [{}] }), 4)).toBe('finish');
    expect(at(desk(), 5)).toBe('timeline');
    expect(at(desk(), 6, '/history/x1')).toBeUndefined();
  });

  it('leaves out a hold that was never tried, and never goes back', () => {
    expect(at(desk({ wrapups: [{}] }), 3)).toBe('finish');
    expect(at(desk({ calls: [{ state: 'talking' }] }), 4)).toBe('hangUp');
    expect(at(desk(), 6)).toBe('timeline');
  });
});

import { describe, expect, it } from 'vitest';
import { courseOf } from './course';

const at = (clock: string) => `2026-11-25T${clock}:00Z`;
const line = (clock: string, figures: Record<string, number>) => ({ start: at(clock), key: null, figures });
const steps = ['08:30', '09:00', '09:30', '10:00', '10:30', '11:00', '11:30'].map(at);

describe('the course of a day', () => {
  it('fills the half hours without a contact between the first and the last, and leaves out those before and after', () => {
    const lines = [line('08:30', { offered: 0, staffed: 0.5 }), line('09:00', { offered: 2, answered: 2, service_level: 100 }), line('10:30', { offered: 1, answered: 0, abandoned: 1, service_level: 0 }), line('11:30', { offered: 0 })];
    expect(courseOf({ steps, lines }, ['answered', 'abandoned'])).toEqual([
      { start: at('09:00'), offered: 2, answered: 2, abandoned: 0, service_level: 100 },
      { start: at('09:30'), answered: 0, abandoned: 0 },
      { start: at('10:00'), answered: 0, abandoned: 0 },
      { start: at('10:30'), offered: 1, answered: 0, abandoned: 1, service_level: 0 },
    ]);
  });

  it('is of one person’s handled contacts as well as of a queue', () => {
    const lines = [line('09:00', { handled: 3, aht: 200 }), line('10:00', { handled: 1, aht: 90 })];
    expect(courseOf({ steps, lines }, ['handled']).map(point => [point.start, point['handled'], point['aht']])).toEqual([[at('09:00'), 3, 200], [at('09:30'), 0, undefined], [at('10:00'), 1, 90]]);
  });

  it('is empty where nothing went on', () => {
    expect(courseOf({ steps, lines: [line('09:00', { staffed: 0.5 })] }, ['answered'])).toEqual([]);
  });
});

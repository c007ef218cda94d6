import { describe, expect, it } from 'vitest';
import { asQuery, historySearch, numberAsked } from './search';

describe('the address of the history', () => {
  it('keeps days, people and codes it knows', () => {
    expect(historySearch({ since: '2026-11-01', until: 'yesterday', outcome: 'missed', direction: 'sideways', number: 5678 })).toEqual({ since: '2026-11-01', outcome: 'missed', number: '5678' });
  });

  it('asks for a Japanese number in full, and for the last digits as they are', () => {
    expect(numberAsked('090-1234-5678')).toBe('+819012345678');
    expect(numberAsked('５６７８')).toBe('5678');
    expect(numberAsked('+1 202 555 0123')).toBe('+12025550123');
    expect(numberAsked('')).toBeUndefined();
  });

  it('means the whole last day', () => {
    const { since, until } = asQuery({ since: '2026-11-21', until: '2026-11-21' });
    expect(Date.parse(until!) - Date.parse(since!)).toBe(86_400_000);
  });
});

import { describe, expect, it } from 'vitest';
import { bars, stretches } from './Wave';

describe('the shape of a recording', () => {
  it('shows each side of the call by itself', () => {
    expect(bars([10, 200, 20, 210], 2, 0)).toEqual([10, 20]);
    expect(bars([10, 200, 20, 210], 2, 1)).toEqual([200, 210]);
  });

  it('keeps the loudest moment of each stretch when the call is long', () => {
    const peaks = Array.from({ length: 1000 }, (_, i) => (i === 501 ? 255 : 3));
    const shown = bars(peaks, 1, 0, 100);
    expect(shown).toHaveLength(100);
    expect(shown[50]).toBe(255);
  });

  it('is nothing for a recording without a shape', () => {
    expect(bars([], 2, 0)).toEqual([]);
  });
});

describe('what a recording leaves out', () => {
  it('lies where it was left out, and is always wide enough to be seen', () => {
    expect(stretches([{ at: 10, seconds: 5, reason: 'payment' }], 20, 400)).toEqual([{ x: 200, width: 100 }]);
    expect(stretches([{ at: 19, seconds: 30, reason: 'payment' }], 20, 400)).toEqual([{ x: 380, width: 20 }]);
    expect(stretches([{ at: 1, seconds: 0.01, reason: 'other' }], 1000, 400)[0]?.width).toBe(2);
    expect(stretches([{ at: 1, seconds: 1, reason: 'other' }], 0, 400)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { given, mappingFault } from './state';

describe('the mapping of columns', () => {
  it('gives each field to one column', () => {
    expect(given({ '0': 'name', '1': 'phone' }, '2', 'phone')).toEqual({ '0': 'name', '2': 'phone' });
  });

  it('leaves a column out', () => {
    expect(given({ '0': 'name', '1': 'phone' }, '1', null)).toEqual({ '0': 'name' });
  });

  it('needs a name and the column by which customers are found', () => {
    expect(mappingFault({ '0': 'phone' }, 'phone')).toBe('nameMissing');
    expect(mappingFault({ '0': 'company' }, 'email')).toBe('matchMissing');
    expect(mappingFault({ '0': 'family_name' }, 'none')).toBeNull();
  });
});

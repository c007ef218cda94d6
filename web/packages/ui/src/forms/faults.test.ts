import { Problem } from '@madoguchi/api';
import { describe, expect, it } from 'vitest';
import { faultsOf, fieldOf } from './faults';

describe('faults of a refusal', () => {
  it('are named as forms name their fields', () => {
    expect(fieldOf('identities[0].value')).toBe('identities.0.value');
    expect(fieldOf('body.name')).toBe('name');
  });

  it('keep the server’s words, and are none when the server could not be reached', () => {
    const refused = new Problem(422, 'user_invalid', '', undefined, [{ at: 'email', code: 'email_unreadable', detail: 'Not an address.' }], undefined);
    expect(faultsOf(refused)).toEqual({ email: 'Not an address.' });
    expect(faultsOf(Problem.unreachable())).toEqual({});
    expect(faultsOf(new Error('x'))).toEqual({});
  });
});

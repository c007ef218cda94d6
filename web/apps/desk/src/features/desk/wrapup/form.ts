import type { NextStep, WrapupForm } from '@madoguchi/api';

/** The form with every field there. */
export type Form = Required<Omit<WrapupForm, 'next_step'>> & { next_step: Required<NextStep> | null };

/** What is kept of a form may be a part of it; the rest is empty. */
export const whole = ({ next_step, ...kept }: WrapupForm): Form => ({
  reason: null,
  asked: '',
  done: '',
  result: '',
  resolution: null,
  callback_owed: false,
  caller_relation: null,
  contract_holder: null,
  then: 'ready',
  ...kept,
  next_step: next_step ? { owner: null, text: '', ...next_step } : null,
});

const isFilled = (value: unknown) => value !== null && value !== undefined && value !== '' && value !== false;

/** The required fields that are still empty, in the order of the rule. */
export const missing = (form: Form, required: readonly string[]) => required.filter(name => !isFilled(form[name as keyof Form]));

export const filled = (form: Form, required: readonly string[]) => required.length - missing(form, required).length;

import { Problem } from '@madoguchi/api';
import { useEffect, useRef } from 'react';

/** `identities[0].value` → `identities.0.value`, as forms name their fields; without the body's own name before it. */
export const fieldOf = (at: string): string => at.replace(/^(body|data)\./, '').replace(/\[(\d+)\]/g, '.$1');

/** What the server found wrong, by field. */
export function faultsOf(error: unknown): Record<string, string> {
  return error instanceof Problem ? Object.fromEntries(error.faults.map(fault => [fieldOf(fault.at), fault.detail])) : {};
}

/** Puts each fault of a refusal on the field that it is about. */
export function useFaults(form: { setErrors: (errors: Record<string, string>) => void }, error: unknown): void {
  const target = useRef(form);
  useEffect(() => {
    target.current = form;
  });
  useEffect(() => {
    const faults = faultsOf(error);
    if (Object.keys(faults).length > 0) target.current.setErrors(faults);
  }, [error]);
}

import { entrypointsPainted } from '@madoguchi/api';

/** Tells the server how long the browser took from the pushed pop to the painted screen, in the trace of the call. */
export function paintOf(trace: string | undefined): void {
  if (!trace) return;
  const arrived = performance.now();
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      void entrypointsPainted({ body: { trace, milliseconds: performance.now() - arrived } }).catch(() => undefined);
    });
  });
}

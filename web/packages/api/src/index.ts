export * from './generated/sdk.gen';
export type * from './generated/types.gen';
export type { Options } from './generated/sdk.gen';
export { ifMatch, onSession, setCsrfToken } from './client';
export { keys } from './keys';
export { Problem, type Fault } from './problem';
export { useList, usePages, type Page, type Pages } from './pages';
export { SessionProvider, useMay, useMayAny, useSession } from './session';
export type * from './types';

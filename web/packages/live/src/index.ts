export { patch, put } from './patch';
export { LiveFeed, type LiveState } from './feed';
export { LiveProvider, useLiveState, useTopic, type LiveHandlers } from './react';

export { AgentDesk } from './AgentDesk';
export { DeskProvider } from './DeskProvider';
export { deskLive } from './live';
export { Noren } from './noren/Noren';
export { PresenceMenu } from './presence/PresenceMenu';
export { DemoMenu, TourRestart } from './tour/DemoMenu';
export { deskKeys } from './keys';
export { useOnCall, useWorkCount } from './state';

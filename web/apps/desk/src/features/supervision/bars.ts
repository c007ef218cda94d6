export { AlertNotices } from './AlertNotices';
export { MessageBanner } from './MessageBanner';
export { MonitorBar } from './MonitorBar';
export { Ordered } from './Ordered';

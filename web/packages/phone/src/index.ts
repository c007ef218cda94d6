export { Softphone, type PhoneState, type LegState, type PhoneCredentials } from './softphone';
export { ringTone } from './ring';
export { microphone, type Microphone } from './microphone';
export { PhoneContext, usePhone, usePhoneWanted, type DeskPhone } from './react';

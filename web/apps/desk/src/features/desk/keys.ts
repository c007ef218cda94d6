/** The keys of the desk that work only at their time, in the order of a call; `label` names the text in `desk`. */
export const deskKeys = [
  { keys: 'Alt+A', label: 'ring.accept' },
  { keys: 'Alt+X', label: 'ring.decline' },
  { keys: 'Alt+N', label: 'who.create' },
  { keys: 'Alt+H', label: 'bar.hold' },
  { keys: 'Alt+M', label: 'bar.mute' },
  { keys: 'Alt+T', label: 'bar.transfer' },
  { keys: 'Alt+C', label: 'bar.conference' },
  { keys: 'Alt+S', label: 'consult.swap' },
  { keys: 'Alt+J', label: 'consult.merge' },
  { keys: 'Alt+B', label: 'consult.abort' },
  { keys: 'Alt+P', label: 'bar.park' },
  { keys: 'Alt+R', label: 'bar.pauseRecording' },
  { keys: 'Alt+K', label: 'bar.keypad' },
  { keys: 'Alt+U', label: 'bar.raiseHand' },
  { keys: 'Alt+E', label: 'bar.hangUpTwice' },
  { keys: 'Alt+Enter', label: 'wrap.finishReady' },
] as const;

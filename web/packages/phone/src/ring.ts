/** The Japanese ringing tone: 400 Hz beating at 16 Hz, one second on, two off. Quiet until the page has been touched. */
export function ringTone(): { start: () => void; stop: () => void } {
  let context: AudioContext | undefined;
  const stop = () => {
    void context?.close();
    context = undefined;
  };
  const start = () => {
    if (context || typeof AudioContext === 'undefined') return;
    context = new AudioContext();
    const tone = new OscillatorNode(context, { frequency: 400 });
    const beat = new OscillatorNode(context, { frequency: 16 });
    const depth = new GainNode(context, { gain: 0.5 });
    const shake = new GainNode(context, { gain: 0.5 });
    const volume = new GainNode(context, { gain: 0 });
    beat.connect(depth).connect(shake.gain);
    tone.connect(shake).connect(volume).connect(context.destination);
    for (let second = 0; second < 60; second += 3) {
      volume.gain.setTargetAtTime(0.18, context.currentTime + second, 0.02);
      volume.gain.setTargetAtTime(0, context.currentTime + second + 1, 0.02);
    }
    tone.start();
    beat.start();
  };
  return { start, stop };
}

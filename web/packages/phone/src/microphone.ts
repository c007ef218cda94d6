export type Microphone = 'granted' | 'denied' | 'missing' | 'insecure';

/** Asks for the microphone once, so that the first call is not the one that waits for a browser's question. */
export async function microphone(): Promise<Microphone> {
  // Typed as always there, yet absent on an address that is neither https nor this machine.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return 'insecure';
  try {
    const stream = await devices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    return 'granted';
  } catch (error) {
    return error instanceof DOMException && error.name === 'NotFoundError' ? 'missing' : 'denied';
  }
}

let audio: AudioContext | undefined;

/** High and short when something was read, low and long when not. */
export function beep(good: boolean): void {
  try {
    audio ??= new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = good ? 1320 : 220;
    volume.gain.value = 0.06;
    tone.connect(volume).connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + (good ? 0.07 : 0.3));
  } catch {
    // No sound device: the line on the page says the same.
  }
}

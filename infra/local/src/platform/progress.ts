const started = performance.now();

/** One line per step, with the seconds since the beginning. */
export function say(text: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${text}\n`);
}

export function warn(text: string): void {
  say(`! ${text}`);
}

/** A block of text without the clock, such as the last screen. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

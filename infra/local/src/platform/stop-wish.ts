const LOOK_MS = 500;

/**
 * Calls back when somebody wants this to end: Ctrl-C, `kill`, a closed terminal. `kill` of npm reaches only npm and its shell; so
 * under npm the loss of the parent is the same wish.
 */
export function onStopWish(tell: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, tell);
  if (!process.env['npm_lifecycle_event']) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    tell();
  }, LOOK_MS);
  timer.unref();
}

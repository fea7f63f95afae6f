export interface EventuallyOptions {
  /** Default 45 000: a specification beside this one may hold back every relay of the shared server for a while. */
  readonly timeoutMs?: number;
  /** Pause between two tries; default 25. */
  readonly everyMs?: number;
}

/** A check that answers nothing, only expects, would never be true: its type asks for an argument that nobody has. */
type Options<T> = unknown extends T
  ? [options?: EventuallyOptions]
  : [T] extends [void]
    ? [aCheckMustAnswer: never]
    : [options?: EventuallyOptions];

/** Tries until `check` neither throws nor answers `false` or `undefined`; then answers its value. Fails with the last reason. */
export async function eventually<T>(check: () => T | Promise<T>, ...[options = {}]: Options<T>): Promise<T> {
  const { timeoutMs = 45_000, everyMs = 25 }: EventuallyOptions = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const attempt = await outcomeOf(check);
    if ('value' in attempt) return attempt.value;
    if (performance.now() >= deadline) throw afterwards(attempt.error, timeoutMs);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

async function outcomeOf<T>(check: () => T | Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    const value = await check();
    if (value === false || value === undefined) return { error: new Error(`the check answered ${String(value)}`) };
    return { value };
  } catch (error) {
    return { error };
  }
}

/** Keeps the original error (and with it Jest's diff), only saying how long was waited. */
function afterwards(error: unknown, timeoutMs: number): Error {
  const reason = error instanceof Error ? error : new Error(String(error));
  reason.message = `not within ${timeoutMs} ms: ${reason.message}`;
  return reason;
}

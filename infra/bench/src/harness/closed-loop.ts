/**
 * So many callers, each beginning its next piece of work when its last one is done, until all is done or the time is up. Answers
 * how many pieces were done; a failure ends it all.
 */
export async function closedLoop<T>(
  callers: number,
  items: readonly T[],
  limitMs: number,
  work: (item: T) => Promise<unknown>,
): Promise<number> {
  const deadline = performance.now() + limitMs;
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < items.length && performance.now() < deadline) await work(items[next++] as T);
  };
  await Promise.all(Array.from({ length: Math.min(callers, items.length) }, caller));
  return next;
}

/** Rows of one SQL statement and events of one outbox write: bounds memory, locks and statement time. */
export const CHUNK = 5_000;

export function* inChunks<T>(items: readonly T[], size = CHUNK): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

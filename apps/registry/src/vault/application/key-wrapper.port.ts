/**
 * Whoever holds the master key: this process, or a key service elsewhere. Many at once, since a key service is a network away.
 * `contexts` (one for each key) are bound to the result.
 */
export abstract class KeyWrapper {
  abstract wrap(keys: readonly Buffer[], contexts: readonly string[]): Promise<Buffer[]>;
  /** @throws when a key was wrapped for another context or by a master key that is not known any more */
  abstract unwrap(wrapped: readonly Buffer[], contexts: readonly string[]): Promise<Buffer[]>;
}

/** Many byte strings as one, for one binary parameter: an array of bytea would travel as hexadecimal text. */
export interface Blob {
  readonly bytes: Buffer;
  /** From 1, as SQL counts. */
  readonly starts: readonly number[];
  /** -1 for a byte string that is absent. */
  readonly lengths: readonly number[];
}

export function blobOf(parts: readonly (Buffer | null)[]): Blob {
  const starts: number[] = [];
  const lengths: number[] = [];
  let next = 1;
  for (const part of parts) {
    starts.push(next);
    lengths.push(part ? part.length : -1);
    next += part?.length ?? 0;
  }
  return { bytes: Buffer.concat(parts.filter((part) => part !== null)), starts, lengths };
}

/** What can be wrong with a stored record; the event AlterationDetectedV1 says what each means. */
export type Fault = 'missing' | 'record' | 'number' | 'leaf' | 'tree' | 'facts';

/** A record in which something is wrong. */
export interface AlteredRecord {
  readonly journalIndex: bigint;
  readonly leafIndex: string | null;
  /** Sorted, each once. */
  readonly faults: readonly Fault[];
}

export interface Changes {
  readonly found: readonly AlteredRecord[];
  /** Known already, and something else is wrong with it now. */
  readonly changed: readonly AlteredRecord[];
  readonly healed: readonly AlteredRecord[];
}

/** What is news in a range: records that were sound, that are wrong in another way, and that are sound again. Both in order. */
export function changesOf(known: readonly AlteredRecord[], now: readonly AlteredRecord[]): Changes {
  const before = new Map(known.map((record) => [record.journalIndex, record]));
  const present = new Set(now.map(({ journalIndex }) => journalIndex));
  const others = now.filter((record) => {
    const old = before.get(record.journalIndex);
    return old !== undefined && old.faults.join() !== record.faults.join();
  });
  return {
    found: now.filter(({ journalIndex }) => !before.has(journalIndex)),
    changed: others,
    healed: known.filter(({ journalIndex }) => !present.has(journalIndex)),
  };
}

const CHUNK = 4096n;

export interface SourceSummary {
  readonly source: string;
  readonly entries: number;
  readonly highest: bigint;
  /** Numbers below the highest that the log does not have. */
  readonly missing: bigint;
}

/** Numbers `from` … `to` of a source, both included. */
export interface NumberRange {
  readonly source: string;
  readonly from: bigint;
  readonly to: bigint;
}

interface Seen {
  entries: number;
  highest: bigint;
  /** One bit for each number, in chunks, since numbers come nearly in order and leave few holes. */
  readonly chunks: Map<bigint, Uint8Array>;
}

/** Which numbers of which source the log has: none twice, and how many are missing. */
export class NumbersSeen {
  private readonly sources = new Map<string, Seen>();

  /** False when the log had this number before. */
  add(source: string, sequence: string): boolean {
    const number = BigInt(sequence);
    let seen = this.sources.get(source);
    if (!seen) this.sources.set(source, (seen = { entries: 0, highest: 0n, chunks: new Map() }));
    const [chunk, bit] = [number / CHUNK, Number(number % CHUNK)];
    let bits = seen.chunks.get(chunk);
    if (!bits) seen.chunks.set(chunk, (bits = new Uint8Array(Number(CHUNK) / 8)));
    const [byte, mask] = [bit >> 3, 1 << (bit & 7)];
    if ((bits[byte] as number) & mask) return false;
    bits[byte] = (bits[byte] as number) | mask;
    seen.entries++;
    if (number > seen.highest) seen.highest = number;
    return true;
  }

  summary(): SourceSummary[] {
    return this.sorted().map(([source, { entries, highest }]) => ({
      source,
      entries,
      highest,
      missing: highest - BigInt(entries),
    }));
  }

  /** Numbers below the highest of their source that the log does not have, in order. */
  missing(): NumberRange[] {
    return this.sorted().flatMap(([source, seen]) =>
      seen.highest === BigInt(seen.entries) ? [] : holesIn(seen.chunks).map((hole) => ({ source, ...hole })),
    );
  }

  private sorted(): [source: string, seen: Seen][] {
    return [...this.sources].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** Between 1 and the last number that is there. */
function holesIn(chunks: ReadonlyMap<bigint, Uint8Array>): { from: bigint; to: bigint }[] {
  const holes: { from: bigint; to: bigint }[] = [];
  let next = 1n;
  for (const [chunk, bits] of [...chunks].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (let bit = 0; bit < Number(CHUNK); bit++) {
      if (((bits[bit >> 3] as number) & (1 << (bit & 7))) === 0) continue;
      const number = chunk * CHUNK + BigInt(bit);
      if (number > next) holes.push({ from: next, to: number - 1n });
      next = number + 1n;
    }
  return holes;
}

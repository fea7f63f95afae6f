import type { ImportCounts } from '@doorstep/contracts';

/** What is to be written of one kind of record. */
export class Plan<T> {
  readonly added: T[] = [];
  readonly changed: T[] = [];
  unchanged = 0;

  get counts(): ImportCounts {
    return { added: this.added.length, changed: this.changed.length, unchanged: this.unchanged };
  }

  get written(): readonly T[] {
    return [...this.added, ...this.changed];
  }
}

/** Refuses what a file says twice; a list that contradicts itself is not guessed at. */
export class OncePerFile {
  private readonly lines = new Map<string, number>();

  /** The line that said it first, if there is one. */
  first(key: string, line: number): number | undefined {
    const first = this.lines.get(key);
    if (first === undefined) this.lines.set(key, line);
    return first;
  }
}

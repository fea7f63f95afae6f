import type { ImportCounts } from '@doorstep/contracts';

/** What one row of the file does. `ended`: what was believed before and makes way for the row. */
export interface PlannedRow<T> {
  readonly line: number;
  readonly outcome: 'new' | 'changed' | 'unchanged' | 'ended';
  readonly item: T;
  readonly before: T | undefined;
}

/** What is to be written of one kind of record, row by row. */
export class Plan<T> {
  readonly added: T[] = [];
  readonly changed: T[] = [];
  readonly rows: PlannedRow<T>[] = [];
  private unchanged = 0;

  get counts(): ImportCounts {
    return { added: this.added.length, changed: this.changed.length, unchanged: this.unchanged };
  }

  get written(): readonly T[] {
    return [...this.added, ...this.changed];
  }

  add(line: number, item: T): void {
    this.added.push(item);
    this.rows.push({ line, outcome: 'new', item, before: undefined });
  }

  change(line: number, item: T, before: T | undefined): void {
    this.changed.push(item);
    this.rows.push({ line, outcome: 'changed', item, before });
  }

  end(line: number, item: T, before: T): void {
    this.changed.push(item);
    this.rows.push({ line, outcome: 'ended', item, before });
  }

  keep(line: number, item: T): void {
    this.unchanged += 1;
    this.rows.push({ line, outcome: 'unchanged', item, before: item });
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

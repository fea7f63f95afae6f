import type { RowRefusal } from '@doorstep/contracts';
import { DomainError } from '@doorstep/kernel';
import { COLUMN_OF } from '../domain/column-of.js';
import { RowRefusedError } from '../domain/import.errors.js';

/** The rows of one file that cannot be taken, each once and with its first fault. */
export class Refusals {
  private readonly byLine = new Map<number, RowRefusal>();

  /** A list to go on with in a transaction that may be run again. */
  copy(): Refusals {
    const copy = new Refusals();
    for (const [line, refusal] of this.byLine) copy.byLine.set(line, refusal);
    return copy;
  }

  get count(): number {
    return this.byLine.size;
  }

  /** In the order of the file. */
  get list(): readonly RowRefusal[] {
    return [...this.byLine.values()].sort((a, b) => a.line - b.line);
  }

  /** Runs `work` for one row; an expected refusal goes on the list instead of ending the import. */
  attempt<T>(line: number, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (error instanceof RowRefusedError)
        this.add({ line, column: error.column, code: error.code, reason: error.message });
      else if (error instanceof DomainError)
        this.add({ line, column: COLUMN_OF[error.code] ?? null, code: error.code, reason: error.message });
      else throw error;
      return undefined;
    }
  }

  private add(refusal: RowRefusal): void {
    if (!this.byLine.has(refusal.line)) this.byLine.set(refusal.line, refusal);
  }
}

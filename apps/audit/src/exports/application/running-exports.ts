import type { ExportFormat, RunningExport } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { ExportsBusyError } from '../domain/exports.errors.js';

const AT_ONCE = 2;

/** The exports that this process is sending, and how far each has come. */
@Injectable()
export class RunningExports {
  private readonly running = new Map<string, RunningExport>();

  list(): RunningExport[] {
    return [...this.running.values()].map((each) => ({ ...each }));
  }

  /** @throws ExportsBusyError */
  refuseWhenBusy(): void {
    if (this.running.size >= AT_ONCE) throw new ExportsBusyError();
  }

  /** Counts as running from the first piece that is asked for until the last, or until its reader has gone. */
  async *counted<T>(about: Omit<RunningExport, 'read'>, content: AsyncIterable<T>): AsyncIterable<T> {
    this.refuseWhenBusy();
    this.running.set(about.exportId, { ...about, read: 0 });
    try {
      yield* content;
    } finally {
      this.running.delete(about.exportId);
    }
  }

  progress(exportId: string, events: number): void {
    const found = this.running.get(exportId);
    if (found) found.read += events;
  }
}

/** How often a format reads every event. */
export const PASSES: Readonly<Record<ExportFormat, number>> = { ndjson: 1, csv: 1, xlsx: 1, package: 2 };

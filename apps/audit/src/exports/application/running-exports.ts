import type { ExportFormat, RunningExport } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { Places } from '../../explorer/application/places.js';
import { ExportsBusyError } from '../domain/exports.errors.js';

const AT_ONCE = 2;

/** The exports that this process is sending, and how far each has come. */
@Injectable()
export class RunningExports {
  private readonly places = new Places(AT_ONCE, () => new ExportsBusyError());
  private readonly running = new Map<string, RunningExport>();

  list(): RunningExport[] {
    return [...this.running.values()].map((each) => ({ ...each }));
  }

  /** Before anything is asked of the database. Answers how to give the place back. @throws ExportsBusyError */
  take(): () => void {
    return this.places.take();
  }

  /** Shown as running from the first piece that is asked for until the last, or until its reader has gone. */
  async *counted<T>(about: Omit<RunningExport, 'read'>, content: AsyncIterable<T>): AsyncIterable<T> {
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
export const PASSES: Readonly<Record<ExportFormat, number>> = {
  ...{ ndjson: 1, csv: 1, 'csv-zip': 1, xlsx: 1, package: 2 },
};

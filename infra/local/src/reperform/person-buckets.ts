import { appendFileSync, createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LoggedEvent } from './logged-event.js';

/** As many files, so that one of them with all its people fits into memory whatever the log's size. */
const BUCKETS = 64;
const MOST_PENDING = 64 * 1024;

interface Line {
  readonly personId: string;
  readonly event: LoggedEvent;
}

/**
 * The log sorted by people: read once in the order of its sources, kept on disk (readable by this account alone) and taken up again person
 * by person. Each person's events of one source keep their order.
 */
export class PersonBuckets {
  private readonly folder = mkdtempSync(join(tmpdir(), 'doorstep-reperform-'));
  private readonly pending = Array.from({ length: BUCKETS }, () => '');

  add(personId: string, event: LoggedEvent): void {
    const bucket = Number.parseInt(personId.slice(-4), 16) % BUCKETS;
    const line: Line = { personId, event };
    this.pending[bucket] += `${JSON.stringify(line)}\n`;
    if ((this.pending[bucket]?.length ?? 0) > MOST_PENDING) this.flush(bucket);
  }

  async *people(): AsyncGenerator<readonly [personId: string, events: readonly LoggedEvent[]]> {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      this.flush(bucket);
      yield* await this.read(bucket);
    }
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private flush(bucket: number): void {
    const text = this.pending[bucket] ?? '';
    if (text !== '') appendFileSync(this.file(bucket), text, { mode: 0o600 });
    this.pending[bucket] = '';
  }

  private async read(bucket: number): Promise<Map<string, LoggedEvent[]>> {
    const people = new Map<string, LoggedEvent[]>();
    const file = this.file(bucket);
    if (!existsSync(file)) return people;
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const { personId, event } = JSON.parse(text) as Line;
      const events = people.get(personId);
      if (events) events.push(event);
      else people.set(personId, [event]);
    }
    return people;
  }

  private file(bucket: number): string {
    return join(this.folder, `${bucket}.ndjson`);
  }
}

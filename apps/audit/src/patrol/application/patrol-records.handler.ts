import { AlterationDetectedV1, AlterationEndedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { AlteredRecord, Changes } from '../domain/fault.js';
import { changesOf } from '../domain/fault.js';
import { PatrolBook } from './patrol-book.port.js';
import type { Look } from './patrol-range.js';
import { PatrolRange } from './patrol-range.js';

const FINDINGS = [{ space: 'finding' as const, partition: 0 }];

/**
 * Goes through the whole journal again and again, a bounded number of records at a time. What somebody changed in the database is an
 * alarm once, whoever did it and however; it ends when the records are again what was journalled.
 */
@Injectable()
export class PatrolRecordsHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly range: PatrolRange,
    private readonly book: PatrolBook,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    const look = await this.range.next();
    if (look.from === look.end) return this.endRound(look.from);
    let changes = changesOf(look.known, look.altered);
    // Looked at twice, since tiles are replaced while they grow: only what is wrong both times is.
    if (isNews(changes)) changes = await this.again(look);
    if (isNews(changes)) await this.tell(look, changes);
    else await this.transactions.run({ keys: [] }, async (tx) => void (await this.book.move(tx, look.from, look.end)));
  }

  private async again(look: Look): Promise<Changes> {
    const { known, altered } = await this.range.again(look);
    const before = new Set(look.altered.map(textOf));
    return changesOf(
      known,
      altered.filter((record) => before.has(textOf(record))),
    );
  }

  private async tell({ from, end }: Look, changes: Changes): Promise<void> {
    await this.transactions.run({ keys: [], partitions: FINDINGS }, async (tx) => {
      if (!(await this.book.move(tx, from, end))) return;
      await this.book.change(tx, changes.changed);
      const events = [...(await this.raise(tx, changes.found)), ...(await this.heal(tx, changes.healed))];
      await this.outbox.add(tx, { actor: 'service:audit', correlationId: uuidv7() }, ...events);
    });
  }

  private async raise(tx: Tx, found: readonly AlteredRecord[]): Promise<NewEvent[]> {
    const [first, last] = [found[0], found.at(-1)];
    if (!first || !last) return [];
    const detectedAt = this.clock.now();
    const findingId = uuidv7(detectedAt.getTime());
    await this.book.add(tx, { findingId, detectedAt }, found);
    return [
      newEvent(AlterationDetectedV1, findingId, {
        findingId,
        firstJournalIndex: first.journalIndex.toString(),
        lastJournalIndex: last.journalIndex.toString(),
        firstLeafIndex: first.leafIndex,
        records: found.length,
        alterations: [...new Set(found.flatMap(({ faults }) => faults))].sort(),
        at: detectedAt.toISOString(),
      }),
    ];
  }

  private async heal(tx: Tx, healed: readonly AlteredRecord[]): Promise<NewEvent[]> {
    const at = this.clock.now().toISOString();
    const ended = await this.book.heal(tx, healed);
    return ended.map((findingId) => newEvent(AlterationEndedV1, findingId, { findingId, at }));
  }

  private async endRound(from: bigint): Promise<void> {
    if (from > 0n) await this.transactions.run({ keys: [] }, (tx) => this.book.endRound(tx, from, this.clock.now()));
  }
}

function isNews({ found, changed, healed }: Changes): boolean {
  return found.length + changed.length + healed.length > 0;
}

function textOf({ journalIndex, faults }: AlteredRecord): string {
  return `${journalIndex} ${faults.join()}`;
}

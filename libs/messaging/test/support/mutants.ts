import { Transactions, type Tx } from '@doorstep/persistence';
import type { Place } from '../../src/consumer/batch-place.js';
import { BatchProcessor, type BatchResult } from '../../src/consumer/batch-processor.js';
import type { InspectedRecord } from '../../src/consumer/inspected-record.js';
import { PositionBook, Positions, type Verdict } from '../../src/consumer/positions.js';
import type { NumberedBatch } from '../../src/relay/numbering.js';
import { OutboxReader } from '../../src/relay/outbox-reader.js';
import { RelaySession } from '../../src/relay/relay-session.js';

export class NoLanes extends Transactions {
  protected override opening(): string {
    return 'BEGIN';
  }
}

/** The id is there before the lane; the library's own assertion is removed with it. */
export class LateLanes extends Transactions {
  protected override opening(...parameters: Parameters<Transactions['opening']>): string {
    const opening = super.opening(...parameters).replace('pg_current_xact_id_if_assigned() IS NULL AS clean,', '');
    return opening.replace(';', ';SELECT pg_current_xact_id(), pg_sleep(random() * 0.2);');
  }
}

export class NoHorizon extends OutboxReader {
  protected override committed(): string {
    return 'true';
  }
}

export class CursorFirst extends RelaySession {
  protected override async deliver(batch: NumberedBatch): Promise<void> {
    this.cursor = await this.parts.store.advance(this.cursor, batch.advance);
    await this.publish(batch);
  }
}

export class PositionsWith extends Positions {
  constructor(
    consumer: string,
    private readonly type: typeof PositionBook,
  ) {
    super(consumer);
  }

  protected override bookOf(...parameters: ConstructorParameters<typeof PositionBook>): PositionBook {
    return new this.type(...parameters);
  }
}

export class NoPositionCheck extends PositionBook {
  protected override judgeNumbers(): Verdict {
    return 'take';
  }
}

export class PreviousIgnored extends PositionBook {
  protected override judgeNumbers(numbers: NonNullable<InspectedRecord['numbers']>): Verdict {
    return numbers.sequence <= this.positionOf(numbers.source) ? 'skip' : 'take';
  }
}

/** Moves the position in a transaction of its own before the handlers run. */
export class OffsetFirst extends BatchProcessor {
  protected override async work(tx: Tx, place: Place, records: readonly InspectedRecord[]): Promise<BatchResult> {
    const { positions, transactions, dispatcher, contexts } = this.parts;
    const taken = await transactions.run({ keys: [] }, async (first) => {
      const book = await positions.lock(first, place.topic, place.partition);
      const wanted = records.filter((record) => book.judge(record) === 'take');
      await positions.store(first, place.topic, place.partition, book);
      return wanted;
    });
    await dispatcher.dispatch(taken, contexts.contextFor(tx));
    return { taken: taken.length };
  }
}

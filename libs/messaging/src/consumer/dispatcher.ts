import { DomainError } from '@doorstep/kernel';
import type { BatchContext, Later, ReceivedEvent } from '../events/received-event.js';
import type { Handlers } from './handlers.js';
import type { InspectedRecord } from './inspected-record.js';
import { Waves } from './waves.js';

/** A key that has to wait, from its first event that could not be decided on. */
export interface HeldKey {
  readonly key: string;
  readonly reason: string;
  readonly giveUpAfterMs: number;
  /** That event and all later ones of the key, none of which had any effect. */
  readonly records: readonly InspectedRecord[];
}

/** Events that must wait had effects in this transaction already: it is rolled back and run again without them. */
export class RunAgainWithout extends Error {
  override readonly name = 'RunAgainWithout';

  constructor(readonly held: readonly HeldKey[]) {
    super('some keys have to wait from an earlier event on');
  }
}

/** A handler did not decide an event whose time to wait is over. */
export class OverdueUndecidedError extends DomainError {
  constructor(type: string, reason: string) {
    super('MESSAGING.OVERDUE_UNDECIDED', 'an overdue event must be decided without what is missing', { type, reason });
  }
}

/** Calls the handlers, wave after wave, inside the transaction of the context. */
export class Dispatcher {
  constructor(private readonly handlers: Handlers) {}

  /** @throws whatever a handler throws, and RunAgainWithout. */
  async dispatch(records: readonly InspectedRecord[], context: BatchContext): Promise<HeldKey[]> {
    const waves = new Waves(records, (type) => this.handlers.groupOf(type));
    const held: HeldKey[] = [];
    const again: HeldKey[] = [];
    for (let wave = waves.next(); wave; wave = waves.next()) {
      const handlers = this.handlers.of(wave.type);
      const events = wave.records.map((record) => record.event as ReceivedEvent);
      const answers = new Map<ReceivedEvent, Later>();
      for (const handler of handlers)
        for (const answer of (await handler(events, context)) ?? []) answers.set(answer.event, answer);
      if (answers.size === 0) continue;
      for (const [record, answer] of firstOfKeys(wave.records, answers)) {
        if (answer.event.overdue) throw new OverdueUndecidedError(answer.event.type, answer.reason);
        const { reason, giveUpAfterMs } = answer;
        const key = { key: record.key, reason, giveUpAfterMs, records: waves.hold(record) };
        const untouched = wave.records.every(
          (other) =>
            other.key !== record.key || other.index < record.index || answers.has(other.event as ReceivedEvent),
        );
        (untouched && handlers.length === 1 ? held : again).push(key);
      }
    }
    if (again.length > 0) throw new RunAgainWithout(again);
    return held;
  }
}

function firstOfKeys(
  records: readonly InspectedRecord[],
  answers: ReadonlyMap<ReceivedEvent, Later>,
): [InspectedRecord, Later][] {
  const first = new Map<string, [InspectedRecord, Later]>();
  for (const record of records) {
    const answer = answers.get(record.event as ReceivedEvent);
    if (answer && !first.has(record.key)) first.set(record.key, [record, answer]);
  }
  return [...first.values()];
}

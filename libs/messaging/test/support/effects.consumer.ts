import { MealOrderNoShowV1, MealOrderServedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { sqlArray } from '@doorstep/persistence';
import { EventConsumer, On, type BatchContext, type Later, type ReceivedEvent } from '@doorstep/messaging';

type Reaction = (events: readonly ReceivedEvent[], context: BatchContext) => Promise<void | readonly Later[]>;

/** Writes one effect row for each event. A test may do something before that, and say who has to wait. */
@EventConsumer()
export class EffectsConsumer {
  readonly calls: { readonly type: string; readonly count: number }[] = [];

  constructor(public before: Reaction = async () => Promise.resolve()) {}

  @On(MealOrderServedV1)
  served(events: readonly ReceivedEvent<typeof MealOrderServedV1>[], context: BatchContext): Promise<readonly Later[]> {
    return this.handle(events, context);
  }

  @On(MealOrderNoShowV1)
  noShow(events: readonly ReceivedEvent<typeof MealOrderNoShowV1>[], context: BatchContext): Promise<readonly Later[]> {
    return this.handle(events, context);
  }

  private async handle(events: readonly ReceivedEvent[], context: BatchContext): Promise<readonly Later[]> {
    this.calls.push({ type: events[0]?.type ?? '', count: events.length });
    const waiting = (await this.before(events, context)) ?? [];
    const held = new Set(waiting.map((each) => each.event));
    const now = events.filter((event) => !held.has(event));
    await context.tx.query(
      `INSERT INTO effect (event_id, key, n, type, partition, sequence, overdue, batch)
       SELECT e.event_id, e.key, e.n, e.type, e.partition, e.sequence, e.overdue, $8 FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::int[], $6::bigint[], $7::boolean[])
         WITH ORDINALITY AS e(event_id, key, n, type, partition, sequence, overdue, ord)`,
      [
        sqlArray(now.map((event) => event.id)),
        sqlArray(now.map((event) => event.key)),
        sqlArray(now.map((event) => (event.data as { n: number }).n)),
        sqlArray(now.map((event) => event.type)),
        sqlArray(now.map((event) => event.partition)),
        sqlArray(now.map((event) => event.sequence)),
        sqlArray(now.map((event) => event.overdue)),
        uuidv7(),
      ],
    );
    return waiting;
  }
}

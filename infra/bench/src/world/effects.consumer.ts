import { MealOrderServedV1 } from '@doorstep/contracts';
import { EventConsumer, On } from '@doorstep/messaging';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { sqlArray } from '@doorstep/persistence';
import type pg from 'pg';

type Served = ReceivedEvent<typeof MealOrderServedV1>;

const INSERT = {
  name: 'bench-effects',
  text: 'INSERT INTO bench_effect (event_id, sequence) SELECT * FROM unnest($1::uuid[], $2::bigint[])',
};

/** Writes one row for each event, in the transaction of its batch, and tells when they are committed. */
@EventConsumer()
export class EffectsConsumer {
  constructor(private readonly committed: (events: readonly Served[]) => void) {}

  @On(MealOrderServedV1)
  async served(events: readonly Served[], { tx }: BatchContext): Promise<void> {
    const values = [sqlArray(events.map(({ id }) => id)), sqlArray(events.map(({ sequence }) => sequence))];
    await tx.client.query({ ...INSERT, values });
    tx.afterCommit(() => this.committed(events));
  }
}

/** I13: each of so many events has exactly one effect, and nothing else has one. */
export async function checkEffects(owner: pg.Pool, events: number): Promise<string[]> {
  const { rows } = await owner.query<{ all: number; different: number; highest: number; parked: number }>(
    `SELECT count(*)::int AS all, count(DISTINCT event_id)::int AS different, coalesce(max(sequence), 0)::int AS highest,
       (SELECT count(*)::int FROM parked_key) AS parked FROM bench_effect`,
  );
  const { all = 0, different = 0, highest = 0, parked = 0 } = rows[0] ?? {};
  const violations: string[] = [];
  if (all !== events || different !== events || highest !== events)
    violations.push(`I13: ${all} effects of ${different} events up to number ${highest}, committed were ${events}`);
  if (parked > 0) violations.push(`I15: ${parked} keys were set aside`);
  return violations;
}

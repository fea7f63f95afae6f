import { TOPICS } from '@doorstep/contracts';
import type { DatabaseUrls } from '@doorstep/local-stack';
import type pg from 'pg';
import type { Lab } from '../harness/lab.js';
import { ratioRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { EffectTable1790000000002 } from '../world/effect-table.js';
import { checkEffects, EffectsConsumer } from '../world/effects.consumer.js';
import { openMessaging } from '../world/open-messaging.js';
import { RawConsumerSide } from '../world/raw-consumer.js';
import { publishOnce } from '../world/served-events.js';

const LIMIT_MS = 60_000;

/** A consumer that begins at offset 0 with an empty memory, from joining its group until the last effect is committed. */
class ExactlyOnceSide implements Side {
  constructor(
    private readonly lab: Lab,
    private readonly wish: { readonly database: DatabaseUrls; readonly prefix: string },
    private readonly owner: pg.Pool,
    private readonly events: number,
  ) {}

  async measure(): Promise<Sample> {
    await this.owner.query('TRUNCATE bench_effect, consumer_position');
    let effects = 0;
    const all = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${effects} of ${this.events} effects in time`)), LIMIT_MS);
      const consumer = new EffectsConsumer((events) => {
        effects += events.length;
        if (effects < this.events) return;
        clearTimeout(timer);
        resolve(performance.now());
      });
      this.consumer = consumer;
    });
    const consumers = [this.consumer as EffectsConsumer];
    const reader = await openMessaging(this.lab, { service: 'benefits', ...this.wish, consumers });
    await reader.messaging.startConsuming();
    while (reader.messaging.status().consumer?.joined !== true) await turn();
    const watch = this.lab.startWatch();
    const sample = watch.stop(this.events, await all);
    await reader.close();
    return sample;
  }

  check(): Promise<string[]> {
    return checkEffects(this.owner, this.events);
  }

  private consumer: EffectsConsumer | undefined;
}

export const consumeRow: Row = {
  id: 'R6',
  title: 'exactly-once effects against a raw eachBatch that only parses',
  async run(lab) {
    const events = lab.size(60_000, 5_000);
    const source = await lab.database('meal_orders', []);
    const database = await lab.database('benefits', [EffectTable1790000000002]);
    const prefix = await lab.topics('r6');
    await publishOnce(lab, { database: source, prefix }, events);
    const ours = new ExactlyOnceSide(lab, { database, prefix }, await lab.ownerPool(database), events);
    const wanted = lab.size(7, 2);
    const show = ({ value }: Sample): string => `${Math.round(value)} events/s`;
    const options = { rounds: wanted, limitMs: 90_000, say: lab.say, show };
    const { rounds, violations } = await interleave(
      ours,
      new RawConsumerSide(lab, prefix + TOPICS.mealOrder.name, events, parse),
      options,
    );
    const note =
      'one row an event and one position a batch in the transaction of the batch; from joining the group to the last commit';
    const what = { id: 'R6', what: 'consumer, effects', unit: '/s', note };
    return { results: [ratioRow(what, rounds, wanted, { atLeast: 0.45 })], violations };
  },
};

function parse(value: Buffer): void {
  if (JSON.parse(value.toString()) === null) throw new Error('a record is empty');
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

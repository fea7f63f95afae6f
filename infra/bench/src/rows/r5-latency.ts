import { TOPICS } from '@doorstep/contracts';
import { kafkaClient } from '@doorstep/local-stack';
import { uuidv7 } from '@doorstep/kernel';
import kafkajs from 'kafkajs';
import type pg from 'pg';
import type { Lab } from '../harness/lab.js';
import { openLoop } from '../harness/open-loop.js';
import { differenceRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { percentile } from '../harness/statistics.js';
import { EffectTable1790000000002 } from '../world/effect-table.js';
import { checkEffects, EffectsConsumer } from '../world/effects.consumer.js';
import { Latencies } from '../world/latencies.js';
import type { OpenMessaging } from '../world/open-messaging.js';
import { openMessaging } from '../world/open-messaging.js';
import { publishOne, servedEvent } from '../world/served-events.js';

const PER_SECOND = 200;
const PATIENCE_MS = 20_000;

/** From the commit of the publishing transaction to the commit of the one with the effect. */
class CommitToEffect implements Side {
  private published = 0;

  constructor(
    private readonly lab: Lab,
    private readonly from: OpenMessaging,
    private readonly latencies: Latencies,
    private readonly owner: pg.Pool,
    private readonly count: number,
  ) {}

  async measure(): Promise<Sample> {
    const watch = this.lab.startWatch();
    const { failures } = await openLoop({ perSecond: PER_SECOND, count: this.count }, async (index) => {
      const { id, committedAt } = await publishOne(this.from, servedEvent(this.published + index));
      this.latencies.begun(id, committedAt);
    });
    this.published += this.count;
    if (failures.length > 0) throw failures[0];
    return figures(await this.latencies.all(this.count, PATIENCE_MS), watch.stop(this.count));
  }

  check(): Promise<string[]> {
    return checkEffects(this.owner, this.published);
  }
}

/** From the call of `send` to the message in the consumer's hands: no database, no guarantee. */
class BareKafka implements Side {
  private heard = 0;
  private sent = 0;

  private constructor(
    private readonly lab: Lab,
    private readonly topic: string,
    private readonly producer: kafkajs.Producer,
    private readonly latencies: Latencies,
    private readonly count: number,
  ) {}

  static async open(lab: Lab, topic: string, count: number): Promise<BareKafka> {
    const kafka = kafkaClient(lab.servers.brokers, undefined);
    const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    const consumer = kafka.consumer({ groupId: `r5-raw-${uuidv7()}`, minBytes: 1, maxWaitTimeInMs: 250 });
    const latencies = new Latencies();
    const side = new BareKafka(lab, topic, producer, latencies, count);
    await Promise.all([producer.connect(), consumer.connect()]);
    lab.onClose(() => Promise.all([producer.disconnect(), consumer.disconnect()]));
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 4,
      eachBatch: ({ batch }) => {
        const now = performance.now();
        for (const { key } of batch.messages) latencies.ended(key?.toString() ?? '', now);
        side.heard += batch.messages.length;
        return Promise.resolve();
      },
    });
    await joined;
    return side;
  }

  async measure(): Promise<Sample> {
    const watch = this.lab.startWatch();
    const value = JSON.stringify(servedEvent(0).data).padEnd(680);
    const { failures } = await openLoop({ perSecond: PER_SECOND, count: this.count }, async () => {
      const key = uuidv7();
      this.latencies.begun(key, performance.now());
      await this.producer.send({ topic: this.topic, acks: -1, messages: [{ key, value }] });
    });
    this.sent += this.count;
    if (failures.length > 0) throw failures[0];
    return figures(await this.latencies.all(this.count, PATIENCE_MS), watch.stop(this.count));
  }

  check(): Promise<string[]> {
    return Promise.resolve(this.heard === this.sent ? [] : [`bare Kafka heard ${this.heard} of ${this.sent}`]);
  }
}

function figures(latencies: readonly number[], cost: Sample): Sample {
  const p50 = percentile(latencies, 0.5);
  return { ...cost, value: p50, p50, p99: percentile(latencies, 0.99), most: percentile(latencies, 1) };
}

export const latencyRow: Row = {
  id: 'R5',
  title: 'commit to effect at 200 events/s against bare kafkajs produce to consume',
  async run(lab) {
    const source = await lab.database('meal_orders', []);
    const database = await lab.database('benefits', [EffectTable1790000000002]);
    const prefix = await lab.topics('r5');
    const rawTopic = (await lab.topics('r5raw', 'meal-orders')) + TOPICS.mealOrder.name;
    const count = PER_SECOND * lab.size(6, 2);
    const latencies = new Latencies();
    const consumer = new EffectsConsumer((events) => {
      const now = performance.now();
      for (const { id } of events) latencies.ended(id, now);
    });
    const from = await openMessaging(lab, { service: 'meal-orders', database: source, prefix });
    const to = await openMessaging(lab, { service: 'benefits', database, prefix, consumers: [consumer] });
    from.messaging.startRelay();
    await to.messaging.startConsuming();
    const ours = new CommitToEffect(lab, from, latencies, await lab.ownerPool(database), count);
    const wanted = lab.size(5, 2);
    const show = (sample: Sample): string => `p50 ${sample['p50']?.toFixed(1)} p99 ${sample['p99']?.toFixed(1)} ms`;
    const options = { rounds: wanted, limitMs: 110_000, say: lab.say, show };
    const { rounds, violations } = await interleave(ours, await BareKafka.open(lab, rawTopic, count), options);
    const what = (name: string): { id: string; what: string; unit: string } => ({ id: 'R5', what: name, unit: 'ms' });
    const results = [
      differenceRow(what('commit to effect, p50'), rounds, wanted, { figure: 'p50', atMost: 5 }),
      differenceRow(what('commit to effect, p99'), rounds, wanted, { figure: 'p99', atMost: 20 }),
    ];
    return { results, violations };
  },
};

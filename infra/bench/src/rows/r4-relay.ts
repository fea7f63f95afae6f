import { EVENT_CONTENT_TYPE, TOPICS } from '@doorstep/contracts';
import { kafkaClient } from '@doorstep/local-stack';
import kafkajs from 'kafkajs';
import type { Producer } from 'kafkajs';
import type pg from 'pg';
import type { Lab } from '../harness/lab.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { ratioRow } from '../harness/results.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import type { Stopwatch } from '../harness/stopwatch.js';
import { checkStream } from '../world/check-stream.js';
import type { CommittedEvent } from '../world/check-stream.js';
import type { OpenMessaging } from '../world/open-messaging.js';
import { openMessaging } from '../world/open-messaging.js';
import { publishAll, servedEvent, untilSent } from '../world/served-events.js';
import { endsOf, readTopic } from '../world/topic-reader.js';
import type { SeenRecord } from '../world/topic-reader.js';

const TOPIC = TOPICS.mealOrder.name;
/** Where kafkajs is fastest; the relay's own limit is the same. */
const RAW_BATCH = 1_000;

/** The events lie committed in the outbox; the clock runs from the moment they may be read until the cursor stands behind the last. */
class RelaySide implements Side {
  sent = 0;
  lastRound: readonly SeenRecord[] = [];
  private readonly seen = new Map<number, number>();
  private readonly last = new Map<number, string>();

  constructor(
    private readonly lab: Lab,
    private readonly topic: string,
    private readonly from: OpenMessaging,
    private readonly owner: pg.Pool,
    private readonly events: number,
  ) {}

  async measure(): Promise<Sample> {
    const events = Array.from({ length: this.events }, (_, n) => servedEvent(this.sent + n));
    const watch = await this.heldBack(() => publishAll(this.from, events));
    await untilSent(this.from, this.sent + this.events);
    return watch.stop(this.events);
  }

  async check(): Promise<string[]> {
    const { rows } = await this.owner.query<CommittedEvent>(
      'SELECT id, key FROM outbox ORDER BY xid, position OFFSET $1',
      [this.sent],
    );
    this.lastRound = await readTopic(this.lab.servers.brokers, this.topic, this.seen);
    const violations = checkStream(rows, this.lastRound, { sequence: this.sent, last: this.last });
    for (const { partition, offset } of this.lastRound) this.seen.set(partition, offset + 1);
    this.sent += this.events;
    return violations;
  }

  /** A write transaction that stays open keeps everything after it unread, as any long transaction does. The watch runs from its end. */
  private async heldBack(work: () => Promise<void>): Promise<Stopwatch> {
    const client = await this.owner.connect();
    try {
      await client.query('BEGIN; SELECT pg_current_xact_id()');
      await work();
      await client.query('ANALYZE outbox');
      const watch = this.lab.startWatch();
      await client.query('COMMIT');
      return watch;
    } finally {
      client.release();
    }
  }
}

/** Nothing but kafkajs: an idempotent producer with the relay's settings, fed with the very bytes that the relay sent last. */
class RawSide implements Side {
  private expected = 0;

  constructor(
    private readonly lab: Lab,
    private readonly topic: string,
    private readonly producer: Producer,
    private readonly relay: RelaySide,
  ) {}

  async measure(): Promise<Sample> {
    const headers = { 'content-type': EVENT_CONTENT_TYPE };
    const records = this.relay.lastRound.toSorted((a, b) => a.offset - b.offset);
    const watch = this.lab.startWatch();
    for (let at = 0; at < records.length; at += RAW_BATCH) {
      const messages = records
        .slice(at, at + RAW_BATCH)
        .map(({ partition, key, value }) => ({ partition, key, value, headers }));
      await this.producer.sendBatch({ acks: -1, topicMessages: [{ topic: this.topic, messages }] });
    }
    this.expected += records.length;
    return watch.stop(records.length);
  }

  async check(): Promise<string[]> {
    const ends = await endsOf(this.lab.servers.brokers, this.topic);
    const there = [...ends.values()].reduce((sum, end) => sum + end, 0);
    return there === this.expected ? [] : [`the raw producer left ${there} records of ${this.expected}`];
  }
}

export const relayRow: Row = {
  id: 'R4',
  title: 'relay against a raw kafkajs batch producer, the same bytes',
  async run(lab) {
    const database = await lab.database('meal_orders', []);
    const prefix = await lab.topics('r4', 'meal-orders');
    const rawPrefix = await lab.topics('r4raw', 'meal-orders');
    const from = await openMessaging(lab, { service: 'meal-orders', database, prefix });
    from.messaging.startRelay();
    const ours = new RelaySide(lab, prefix + TOPIC, from, await lab.ownerPool(database), lab.size(30_000, 3_000));
    const raw = new RawSide(lab, rawPrefix + TOPIC, await rawProducer(lab), ours);
    const wanted = lab.size(7, 2);
    const show = ({ value }: Sample): string => `${Math.round(value)} events/s`;
    const { rounds, violations } = await interleave(ours, raw, { rounds: wanted, limitMs: 90_000, say: lab.say, show });
    const size = Math.round((ours.lastRound[0]?.value.length ?? 0) + 36);
    const note = `${size} bytes an event, batches of ${RAW_BATCH}, acks=all, idempotent, one batch in flight on both sides`;
    const what = { id: 'R4', what: 'relay, events', unit: '/s', note };
    return { results: [ratioRow(what, rounds, wanted, { atLeast: 0.6 })], violations };
  },
};

async function rawProducer(lab: Lab): Promise<Producer> {
  const producer = kafkaClient(lab.servers.brokers, undefined).producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  lab.onClose(() => producer.disconnect());
  return producer;
}

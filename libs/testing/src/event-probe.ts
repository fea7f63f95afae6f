import type { EventData, EventDefinition, ServiceName } from '@doorstep/contracts';
import { ALL_TOPICS } from '@doorstep/contracts';
import type { Admin, Consumer } from 'kafkajs';
import { eventually } from './eventually.js';
import { testKafka } from './kafka-client.js';
import { randomName } from './names.js';

/** A record that the service under test published, as it lies in Kafka. */
export interface ProbedEvent<Data = Record<string, unknown>> {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly sequence: string;
  readonly previous: string;
  readonly subject: string;
  readonly time: string;
  readonly actor: string;
  readonly correlationid: string;
  readonly causationid?: string;
  readonly data: Data;
  readonly key: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly bytes: Buffer;
}

/** Reads everything on the topics that a service owns, with a client of its own. Order holds within a partition. */
export class EventProbe {
  private readonly topics: readonly string[];
  private readonly heard: ProbedEvent[] = [];
  private readonly reached = new Map<string, bigint>();
  private started: Promise<{ admin: Admin; consumer: Consumer }> | undefined;

  constructor(
    service: ServiceName,
    private readonly prefix: string,
  ) {
    this.topics = ALL_TOPICS.filter((topic) => topic.owner === service).map((topic) => prefix + topic.name);
  }

  /** Everything that lay in Kafka when asked; the relay may have more on its way, so wrap the expectation in `eventually`. */
  async events<D extends EventDefinition>(definition: D): Promise<ProbedEvent<EventData<D>>[]>;
  async events(): Promise<ProbedEvent[]>;
  async events(definition?: EventDefinition): Promise<ProbedEvent<unknown>[]> {
    this.started ??= this.start();
    const { admin } = await this.started;
    const ends = (await Promise.all(this.topics.map((topic) => this.endsOf(admin, topic)))).flat();
    await eventually(() => ends.every(({ place, high }) => (this.reached.get(place) ?? 0n) >= high));
    return definition ? this.heard.filter((event) => event.type === definition.type) : [...this.heard];
  }

  async close(): Promise<void> {
    if (!this.started) return;
    const { admin, consumer } = await this.started;
    await consumer.disconnect();
    await admin.disconnect();
  }

  private async endsOf(admin: Admin, topic: string): Promise<{ place: string; high: bigint }[]> {
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets.map(({ partition, high }) => ({ place: `${topic}/${partition}`, high: BigInt(high) }));
  }

  private async start(): Promise<{ admin: Admin; consumer: Consumer }> {
    const kafka = testKafka('doorstep-testing-probe');
    const admin = kafka.admin();
    const consumer = kafka.consumer({ groupId: `probe-${randomName()}`, maxWaitTimeInMs: 50 });
    await Promise.all([admin.connect(), consumer.connect()]);
    await consumer.subscribe({ topics: [...this.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ topic, partition, message }) => {
        const bytes = message.value ?? Buffer.alloc(0);
        const key = message.key?.toString() ?? '';
        const envelope = JSON.parse(bytes.toString()) as ProbedEvent;
        const name = topic.slice(this.prefix.length);
        this.heard.push({ ...envelope, key, topic: name, partition, offset: message.offset, bytes });
        this.reached.set(`${topic}/${partition}`, BigInt(message.offset) + 1n);
        await Promise.resolve();
      },
    });
    return { admin, consumer };
  }
}

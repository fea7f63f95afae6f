import { uuidv7 } from '@doorstep/kernel';
import { kafkaClient } from '@doorstep/local-stack';
import type { Lab } from '../harness/lab.js';
import type { Sample } from '../harness/sample.js';
import type { Side } from '../harness/rounds.js';
import type { Stopwatch } from '../harness/stopwatch.js';

const LIMIT_MS = 60_000;

/** kafkajs with the fetch settings of the product, from joining its group to the last record, doing nothing but `look` at each. */
export class RawConsumerSide implements Side {
  private read = 0;

  constructor(
    private readonly lab: Lab,
    private readonly topic: string,
    private readonly events: number,
    private readonly look: (value: Buffer) => void,
  ) {}

  async measure(): Promise<Sample> {
    const consumer = kafkaClient(this.lab.servers.brokers, undefined).consumer({
      groupId: `bench-raw-${uuidv7()}`,
      minBytes: 1,
      maxBytesPerPartition: 1_048_576,
      maxWaitTimeInMs: 250,
    });
    this.read = 0;
    let watch: Stopwatch | undefined;
    consumer.on(consumer.events.GROUP_JOIN, () => (watch = this.lab.startWatch()));
    await consumer.connect();
    await consumer.subscribe({ topics: [this.topic], fromBeginning: true });
    const ended = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${this.read} of ${this.events} records in time`)), LIMIT_MS);
      const eachBatch = async ({ batch }: { batch: { messages: { value: Buffer | null }[] } }): Promise<void> => {
        for (const { value } of batch.messages) this.look(value as Buffer);
        this.read += batch.messages.length;
        if (this.read >= this.events) {
          clearTimeout(timer);
          resolve(performance.now());
        }
        return Promise.resolve();
      };
      consumer.run({ autoCommit: false, partitionsConsumedConcurrently: 4, eachBatch }).catch(reject);
    });
    const sample = (watch as Stopwatch | undefined)?.stop(this.events, ended) as Sample;
    await consumer.disconnect();
    return sample;
  }

  check(): Promise<string[]> {
    return Promise.resolve(this.read === this.events ? [] : [`the raw consumer read ${this.read} of ${this.events}`]);
  }
}

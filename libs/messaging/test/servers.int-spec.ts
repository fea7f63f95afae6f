import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { KafkaOptions, PostgresOptions, RunningKafka, RunningPostgres } from '@doorstep/local-stack';
import { startKafka, startPostgres, temporaryFolder } from '@doorstep/local-stack';
import type { TestDatabase } from '@doorstep/testing';
import { change } from './support/business.js';
import { checkEffects, checkPublished } from './support/checker.js';
import { everythingTookEffect } from './support/crash-scenarios.js';
import { EffectsConsumer } from './support/effects.consumer.js';
import { people } from './support/test-events.js';
import { effected, parkedKeys } from './support/until.js';
import { asOwner, World, type TestMessaging } from './support/world.js';

jest.setTimeout(180_000);

/** Changes that go on whatever falls; one whose answer was lost may have happened or not, which the checker finds out by itself. */
class Load {
  private ended = false;
  private readonly running: Promise<unknown>;

  constructor(writer: TestMessaging) {
    this.running = Promise.all(people(6).map((person) => this.write(writer, person)));
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.running;
  }

  private async write(writer: TestMessaging, person: string): Promise<void> {
    while (!this.ended) {
      await change(writer, person).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Servers of its own, since the other tests need theirs. */
describe('a server that falls', () => {
  const folder = temporaryFolder();
  let [postgres, kafka]: [RunningPostgres?, RunningKafka?] = [];
  let [world, database, reader]: [World?, TestDatabase?, TestDatabase?] = [];
  const postgresOptions: PostgresOptions = {
    dataDir: join(folder, 'postgres'),
    fsync: true,
    logFile: join(folder, 'postgres.log'),
  };
  const kafkaOptions: KafkaOptions = { dataDir: join(folder, 'kafka'), logFile: join(folder, 'kafka.log') };

  beforeAll(async () => {
    [postgres, kafka] = await Promise.all([startPostgres(postgresOptions), startKafka(kafkaOptions)]);
    process.env['DOORSTEP_TEST_POSTGRES_URL'] = postgres.url;
    process.env['DOORSTEP_TEST_KAFKA_BROKERS'] = kafka.brokers;
    world = await World.create();
    [database, reader] = [await world.database('meal-orders'), await world.database('benefits')];
  });
  afterAll(async () => {
    await world?.close();
    await Promise.all([postgres?.stop(), kafka?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const survives = async (fall: () => Promise<void>): Promise<void> => {
    const [w, d, r] = [world as World, database as TestDatabase, reader as TestDatabase];
    const [before] = await asOwner<{ effects: number }>(r, 'SELECT count(*)::int AS effects FROM effect');
    const writer = await w.start({ database: d });
    const consumer = await w.start({
      service: 'benefits',
      database: r,
      relay: false,
      consumers: [new EffectsConsumer()],
    });
    const load = new Load(writer);
    await effected(r, (before?.effects ?? 0) + 20);
    await fall();
    const [after] = await asOwner<{ effects: number }>(r, 'SELECT count(*)::int AS effects FROM effect');
    await effected(r, (after?.effects ?? 0) + 20);
    await load.end();
    await everythingTookEffect(d, r);
    expect(await checkPublished(d, w.topics.prefix)).toEqual([]);
    expect(await checkEffects(r, w.topics.prefix)).toEqual([]);
    expect(await parkedKeys(r)).toEqual([]);
    await Promise.all([consumer.close(), writer.close()]);
  };

  it('PostgreSQL, stopped at once in the middle of everything (F19)', () =>
    survives(async () => {
      const { port, process: server } = postgres as RunningPostgres;
      await server.stop(['SIGQUIT', 10_000]);
      postgres = await startPostgres({ ...postgresOptions, port });
    }));

  it('Kafka, killed and started again (F9)', () =>
    survives(async () => {
      const { port, process: server } = kafka as RunningKafka;
      await server.stop();
      kafka = await startKafka({ ...kafkaOptions, port });
    }));
});

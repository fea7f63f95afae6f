import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metaFrom, type ReceivedEvent } from '@doorstep/messaging';
import { eventually } from '@doorstep/testing';
import { EffectsConsumer } from './support/effects.consumer.js';
import { META, people, served } from './support/test-events.js';
import { relaying } from './support/until.js';
import { World, type TestMessaging } from './support/world.js';

describe('the trace of a request', () => {
  let world: World;
  let publisher: TestMessaging;
  const seen: ReceivedEvent[] = [];
  beforeAll(async () => {
    world = await World.create();
    publisher = await world.start({ database: await world.database() });
    const consumers = [new EffectsConsumer((events) => Promise.resolve(void seen.push(...events)))];
    await world.start({ service: 'benefits', database: await world.database('benefits'), relay: false, consumers });
    await relaying(publisher);
  });
  afterAll(() => world.close());

  it('goes on with its events when somebody records it; no other event has the header', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const [ann] = people(1) as [string];
    await publisher.transactions.run({ keys: [{ space: 'person', key: ann }] }, async (tx) => {
      await publisher.messaging.outbox.add(tx, { ...META, traceparent }, served(ann, 1));
      await publisher.messaging.outbox.add(tx, META, served(ann, 2));
    });
    await eventually(() => seen.length >= 2, { timeoutMs: 30_000 });
    const [traced, other] = seen as [ReceivedEvent, ReceivedEvent];
    expect(metaFrom(traced)).toEqual({ ...META, causationId: traced.id, traceparent });
    expect(metaFrom(other)).toEqual({ ...META, causationId: other.id });
  });
});

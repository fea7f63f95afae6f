import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestDatabase } from '@doorstep/testing';
import pg from 'pg';
import { lunch } from './support/business.js';
import { checkPublished } from './support/checker.js';
import { people } from './support/test-events.js';
import { published, relaying } from './support/until.js';
import { World, type TestMessaging } from './support/world.js';

describe('relay', () => {
  let world: World;
  let database: TestDatabase;
  let service: TestMessaging;
  beforeAll(async () => {
    world = await World.create();
    database = await world.database();
    // A specification beside this one may hold back every relay of the server for longer than a service would wait at its end.
    service = await world.start({ database, relayParts: { closeMs: 45_000 } });
    await relaying(service);
  });
  afterAll(() => world.close());

  it('publishes every committed event once, none of an aborted transaction, in the order of each key', async () => {
    await lunch(service, people(12), 300);
    await published(database);
    expect(await checkPublished(database, world.topics.prefix)).toEqual([]);
  });

  it('leaves nothing unsent when it is closed, even what a transaction elsewhere still hides', async () => {
    const elsewhere = new pg.Client({ connectionString: database.ownerUrl });
    await elsewhere.connect();
    await elsewhere.query('BEGIN');
    await elsewhere.query('INSERT INTO touch DEFAULT VALUES');
    await lunch(service, people(3), 12);
    const closing = service.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await elsewhere.query('COMMIT');
    await Promise.all([closing, elsewhere.end()]);
    expect(await checkPublished(database, world.topics.prefix)).toEqual([]);
  });
});

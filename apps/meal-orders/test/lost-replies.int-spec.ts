import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { uuidv7 } from '@doorstep/kernel';
import { createTestDatabase, PostgresProxy, type TestDatabase } from '@doorstep/testing';
import { mealOrders } from '../src/service.js';
import { Canteen } from './canteen.js';
import { orderBody, puyaOperator } from './requests.js';

let database: TestDatabase;
let proxy: PostgresProxy;
let canteen: Canteen;

beforeAll(async () => {
  database = await createTestDatabase(mealOrders);
  proxy = await PostgresProxy.start(database.appUrl);
  canteen = await Canteen.open({}, { ...database, appUrl: proxy.url });
  await canteen.putMenu();
});
afterAll(async () => {
  await canteen.close();
  await proxy.close();
  await database.drop();
});

it('an order whose COMMIT was never answered is placed once, and asked again it is answered as it was (F20)', async () => {
  for (let lost = 1; lost <= 3; lost++) {
    const body = orderBody();
    const headers = { 'idempotency-key': uuidv7() };
    proxy.cutNextCommits({ count: 1, about: body.id });
    const first = await canteen.post('/v1/orders', body, puyaOperator, headers);
    expect([proxy.cuts, first.statusCode]).toEqual([lost, 503]);
    const again = await canteen.post('/v1/orders', body, puyaOperator, headers);
    const once = await canteen.post('/v1/orders', body, puyaOperator, headers);
    expect(again.statusCode).toBe(201);
    expect(once.body).toBe(again.body);
    expect(await canteen.count('meal_order', 'id = $1', [body.id])).toBe(1);
    expect(await canteen.count('outbox', `type like '%.placed.v1' and data like $1`, [`%${body.id}%`])).toBe(1);
  }
});

import { shanghaiDate, shanghaiInstant, uuidv7 } from '@doorstep/kernel';
import type { Clock } from '@doorstep/kernel';
import type { DatabaseUrls } from '@doorstep/local-stack';
import type { RunningService } from '@doorstep/observability';
import pg from 'pg';
import type { Lab } from '../harness/lab.js';
import { migrationsOf } from '../servers/apps.js';
import { budgetWish, FINANCE } from './benefits-world.js';
import { elderEvents, siteEvent } from './city-events.js';
import { MealOrdersApp, openInProcess, walkUp } from './meal-orders-app.js';
import type { Placement } from './meal-orders-app.js';
import { Source, untilTaken } from './source.js';
import { StatementTap } from './statement-tap.js';
import type { TappedStatement } from './statement-tap.js';

export interface CapturedOrders {
  /** All statements of one order in both databases, transaction by transaction, in the order in which they ran. */
  readonly orders: readonly (readonly TappedStatement[][])[];
  /** Databases as they were before the first of these orders; nobody is connected to them. */
  readonly templates: Readonly<Record<'meal-orders' | 'benefits', string>>;
  readonly databases: Readonly<Record<'meal-orders' | 'benefits', DatabaseUrls>>;
}

const SETTLED = `SELECT 1 FROM meal_order WHERE id = $1 AND claim_state = 'settled'`;
const QUIET_MS = 12;
const PATIENCE_MS = 20_000;

/**
 * Runs the real services in this process, one whole sale at a time, and writes down what they say to PostgreSQL: the very statements
 * that the product runs for one order, whoever changes them. What relays read and write is left out.
 */
export async function captureOrders(lab: Lab, people: readonly string[]): Promise<CapturedOrders> {
  const services = ['meal-orders', 'benefits'] as const;
  const databases = {
    'meal-orders': await lab.database('capture_meal_orders', await migrationsOf('meal-orders')),
    benefits: await lab.database('capture_benefits', await migrationsOf('benefits')),
  };
  const prefix = await lab.topics('capture');
  const noon = shanghaiInstant(shanghaiDate(new Date()), '11:30').getTime() - Date.now();
  const clock: Clock = { now: () => new Date(Date.now() + noon) };
  const first = await openBoth(lab, { databases, prefix, clock });
  await settle(lab, first, { prefix, databases, people });
  for (const service of [first.mealOrders.service, first.benefits]) await service.close();
  const templates = { 'meal-orders': nameOf(databases['meal-orders'], 'template'), benefits: nameOf(databases.benefits, 'template') }; // prettier-ignore
  for (const service of services) await copyDatabase(lab, nameOf(databases[service]), templates[service]);
  const second = await openBoth(lab, { databases, prefix, clock });
  const orders = await sellOneByOne(lab, second.mealOrders, { databases, people });
  for (const service of [second.mealOrders.service, second.benefits]) await service.close();
  return { orders, templates, databases };
}

interface Both {
  readonly mealOrders: MealOrdersApp;
  readonly benefits: RunningService;
}

async function openBoth(
  lab: Lab,
  wish: { readonly databases: CapturedOrders['databases']; readonly prefix: string; readonly clock: Clock },
): Promise<Both> {
  const { prefix, clock, databases } = wish;
  const { service, signer } = await openInProcess(lab, 'benefits', { prefix, clock, database: databases.benefits });
  const mealOrders = await MealOrdersApp.open(lab, databases['meal-orders'], prefix, clock);
  const token = await signer.internal(FINANCE, 'benefits');
  await service.app.inject({
    method: 'POST',
    url: '/v1/budgets',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': uuidv7() },
    payload: budgetWish(Number(shanghaiDate(clock.now()).slice(0, 4))), // refused the second time: it is there already
  });
  return { mealOrders, benefits: service };
}

/** People, a site, a menu, and one sale that brings the rule versions and warms everything. */
async function settle(
  lab: Lab,
  { mealOrders }: Both,
  { prefix, databases, people }: Pick<CapturedOrders, 'databases'> & { prefix: string; people: readonly string[] },
): Promise<void> {
  const registry = await Source.open(lab, 'registry', prefix, 'capture');
  await registry.publish([siteEvent(), ...people.flatMap(elderEvents)]);
  const source = { name: 'registry', places: await registry.places() };
  for (const urls of Object.values(databases)) {
    const owner = new pg.Pool({ connectionString: urls.ownerUrl, max: 1, application_name: 'doorstep-bench' });
    await untilTaken(owner, source, 90_000);
    await owner.query('ANALYZE');
    await owner.end();
  }
  await registry.close();
  await mealOrders.publishMenu(shanghaiDate(new Date()));
}

async function sellOneByOne(
  lab: Lab,
  app: MealOrdersApp,
  { databases, people }: Pick<CapturedOrders, 'databases'> & { people: readonly string[] },
): Promise<TappedStatement[][][]> {
  const handler = await app.provider<{ execute(command: Placement): Promise<unknown> }>(
    'orders/application/place-meal-order.handler.js',
    'PlaceMealOrderHandler',
  );
  const owner = new pg.Pool({ connectionString: databases['meal-orders'].ownerUrl, max: 1, application_name: 'doorstep-bench' }); // prettier-ignore
  const tap = new StatementTap(Object.values(databases).map((urls) => nameOf(urls)));
  const orders: TappedStatement[][][] = [];
  try {
    for (const personId of people) {
      const command = walkUp(personId, shanghaiDate(new Date()), 'till-1');
      await handler.execute(command);
      await until(async () => ((await owner.query(SETTLED, [command.body.id])).rowCount ?? 0) > 0);
      await until(() => Promise.resolve(tap.quietMs() > QUIET_MS));
      orders.push(tap.take());
    }
  } finally {
    tap.close();
    await owner.end();
  }
  return orders;
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await check())) {
    if (performance.now() > deadline) throw new Error('a captured order was not settled');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export function nameOf({ ownerUrl }: DatabaseUrls, suffix?: string): string {
  const name = new URL(ownerUrl).pathname.slice(1);
  return suffix === undefined ? name : `${name}_${suffix}`;
}

/** As fast as copying files. Nobody may be connected to the one that is copied. */
export async function copyDatabase(lab: Lab, from: string, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: lab.servers.postgresUrl });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS "${to}" WITH (FORCE)`);
    await client.query(`CREATE DATABASE "${to}" TEMPLATE "${from}"`);
  } finally {
    await client.end();
  }
}

import type { Actor } from '@doorstep/auth';
import { generateTokenKeys, TokenSigner } from '@doorstep/auth';
import type { JWK } from 'jose';
import { addDays, shanghaiDate, shanghaiInstant, uuidv7 } from '@doorstep/kernel';
import type { LocalDate } from '@doorstep/kernel';
import type pg from 'pg';
import type { Lab } from '../harness/lab.js';
import { migrationsOf } from '../servers/apps.js';
import { ServiceProcess } from '../servers/service-process.js';
import { budgetWish, FINANCE } from './benefits-world.js';
import { elderEvents, SITE, siteEvent } from './city-events.js';
import { HttpClient } from './http-client.js';
import { DISH } from './meal-orders-app.js';
import { Source, untilTaken } from './source.js';

/** The gateway counts requests a second for each person who asks. */
const TILLS = 16;
const CONNECTIONS = 256;
const TAKEN_MS = 120_000;
const NOWHERE = 'http://127.0.0.1:9';

export type LunchService = 'benefits' | 'meal-orders';

interface Databases {
  readonly mealOrders: pg.Pool;
  readonly benefits: pg.Pool;
}

/** Gateway, `meal-orders` and `benefits` as three processes at half past eleven, with people, a menu a day and budgets. */
export class LunchStack {
  readonly today = shanghaiDate(new Date());

  private constructor(
    readonly databases: Databases,
    readonly services: Readonly<Record<LunchService, ServiceProcess>>,
    private readonly client: HttpClient,
    private readonly tills: readonly string[],
  ) {}

  static async open(lab: Lab, people: readonly string[], days: number): Promise<LunchStack> {
    lab.say(`  starting gateway, meal-orders and benefits; ${people.length} people …`);
    const prefix = await lab.topics('lunch');
    const [internal, signIn] = [await generateTokenKeys(), await generateTokenKeys()];
    const shared = {
      CLOCK_OFFSET_MS: String(shanghaiInstant(shanghaiDate(new Date()), '11:30').getTime() - Date.now()),
      TOKEN_JWKS: JSON.stringify(internal.publicJwks),
    };
    const start = async (service: LunchService) => {
      const database = await lab.database(service, await migrationsOf(service));
      const kafka = { KAFKA_BROKERS: lab.servers.brokers, KAFKA_TOPIC_PREFIX: prefix };
      const env = { ...shared, ...kafka, DATABASE_URL: database.appUrl };
      const process = await ServiceProcess.start(lab, { service, env });
      return { process, owner: await lab.ownerPool(database) };
    };
    const benefits = await start('benefits');
    const mealOrders = await start('meal-orders');
    const sessions = await lab.database('gateway', await migrationsOf('gateway'));
    const gateway = await startGateway(lab, {
      ...shared,
      ...{ DATABASE_URL: sessions.appUrl, KAFKA_BROKERS: lab.servers.brokers, KAFKA_TOPIC_PREFIX: prefix },
      TOKEN_JWKS: JSON.stringify(signIn.publicJwks),
      TOKEN_KEY: JSON.stringify(internal.privateJwk),
      ...{ MEAL_ORDERS_URL: mealOrders.process.url, BENEFITS_URL: benefits.process.url },
    });
    const client = new HttpClient(gateway.url, CONNECTIONS);
    lab.onClose(() => client.close());
    const databases = { mealOrders: mealOrders.owner, benefits: benefits.owner };
    const services = { benefits: benefits.process, 'meal-orders': mealOrders.process };
    const stack = new LunchStack(databases, services, client, await tillTokens(signIn.privateJwk));
    await stack.prepare(lab, prefix, people, { days, financeToken: await tokenFor(signIn.privateJwk, FINANCE) });
    return stack;
  }

  /** Places an order at one of the tills; answers when it is placed. @throws Error for any other answer than 201. */
  async order(index: number, body: object): Promise<void> {
    const till = index % TILLS;
    const headers = this.headers(this.tills[till] as string);
    const order = { siteId: SITE, mealPeriod: 'lunch', channel: 'dine_in', tillId: `till-${till}`, ...body };
    const lines = [{ dishId: DISH, quantity: 1 }];
    const answer = await this.client.send('POST', '/meal-orders/v1/orders', headers, { ...order, lines });
    if (answer.status !== 201) throw new Error(`an order was answered ${answer.status}: ${answer.body.slice(0, 200)}`);
  }

  private headers(token: string): Record<string, string> {
    return { authorization: `Bearer ${token}`, 'idempotency-key': `"${uuidv7()}"` };
  }

  private async prepare(
    lab: Lab,
    prefix: string,
    people: readonly string[],
    { days, financeToken }: { readonly days: number; readonly financeToken: string },
  ): Promise<void> {
    const dates = Array.from({ length: days }, (_, n) => addDays(this.today, n));
    for (const year of new Set(dates.map((date) => Number(date.slice(0, 4)))))
      await this.must(201, 'POST', '/benefits/v1/budgets', financeToken, budgetWish(year));
    const registry = await Source.open(lab, 'registry', prefix);
    await registry.publish([siteEvent(), ...people.flatMap(elderEvents)]);
    const source = { name: 'registry', places: await registry.places() };
    await untilTaken(this.databases.benefits, source, TAKEN_MS);
    await untilTaken(this.databases.mealOrders, source, TAKEN_MS);
    await registry.close();
    const dishes = [{ id: DISH, name: '十元套餐', priceFen: 1000, standardSet: true }];
    for (const date of dates) await this.must(200, 'PUT', menuPath(date), this.tills[0] as string, { dishes });
    for (const owner of Object.values(this.databases) as pg.Pool[]) await owner.query('ANALYZE');
  }

  private async must(status: number, method: string, path: string, token: string, body: object): Promise<void> {
    const answer = await this.client.send(method, path, this.headers(token), body);
    if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
  }
}

function menuPath(date: LocalDate): string {
  return `/meal-orders/v1/sites/${SITE}/menus/${date}/lunch`;
}

/** Its neighbours do not all run here, so it never becomes ready; it works all the same. */
function startGateway(lab: Lab, env: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const absent = { REGISTRY_URL: NOWHERE, DAY_CARE_URL: NOWHERE, AUDIT_URL: NOWHERE };
  return ServiceProcess.start(lab, { service: 'gateway', env: { ...absent, ...env }, until: 'live' });
}

async function tokenFor(key: JWK, actor: Actor): Promise<string> {
  return (await TokenSigner.fromJwk(key)).local(actor, 3_600);
}

function tillTokens(key: JWK): Promise<string[]> {
  const actors = Array.from({ length: TILLS }, (_, till): Actor => {
    return {
      kind: 'staff',
      subject: `op-puya-${till}`,
      roles: ['site_operator', 'site_manager'],
      scope: { sites: [SITE] },
    };
  });
  return Promise.all(actors.map((actor) => tokenFor(key, actor)));
}

import type { Actor } from '@doorstep/auth';
import { generateTokenKeys, TokenSigner } from '@doorstep/auth';
import { uuidv7 } from '@doorstep/kernel';
import type { DatabaseUrls } from '@doorstep/local-stack';
import type pg from 'pg';
import type { Lab } from '../harness/lab.js';
import type { Sample } from '../harness/sample.js';
import { migrationsOf } from '../servers/apps.js';
import { ServiceProcess } from '../servers/service-process.js';
import { elderEvents, PACK, siteEvent } from './city-events.js';
import { lastTaken, Source, untilTaken } from './source.js';

export const FINANCE: Actor = { kind: 'staff', subject: 'finance-1', roles: ['finance_maker'], scope: { all: true } };
const TAKEN_MS = 120_000;
/** Looking more often would take from what is measured; the end itself is dated by the server. */
const LOOK_MS = 200;

/** More than the bench can spend. */
export function budgetWish(year: number): object {
  const funders = ['city', 'district'].map((funder) => ({ funder, amountFen: 1_000_000_000 }));
  return { budgetId: uuidv7(), packId: PACK, area: 'shenbei', year, funders };
}

/** `benefits` as a process of its own, with people, a site and budgets, and a stand-in that tells it of orders. */
export class BenefitsWorld {
  private constructor(
    private readonly lab: Lab,
    private readonly env: Readonly<Record<string, string>>,
    readonly orders: Source,
    readonly owner: pg.Pool,
    private process: ServiceProcess,
  ) {}

  static async open(
    lab: Lab,
    name: string,
    people: readonly string[],
    years: readonly number[],
  ): Promise<BenefitsWorld> {
    const database = await lab.database(`${name}_benefits`, await migrationsOf('benefits'));
    const prefix = await lab.topics(name);
    const owner = await lab.ownerPool(database);
    const { privateJwk, publicJwks } = await generateTokenKeys();
    const env = environment(lab, database, prefix, JSON.stringify(publicJwks));
    const process = await ServiceProcess.start(lab, { service: 'benefits', env });
    const registry = await Source.open(lab, 'registry', prefix, name);
    const world = new BenefitsWorld(lab, env, await Source.open(lab, 'meal-orders', prefix, name), owner, process);
    const token = await (await TokenSigner.fromJwk(privateJwk)).internal(FINANCE, 'benefits');
    for (const year of years) await openBudget(process.url, token, budgetWish(year));
    await registry.publish([siteEvent(), ...people.flatMap(elderEvents)]);
    await untilTaken(owner, { name: 'registry', places: await registry.places() }, TAKEN_MS);
    await registry.close();
    await untilDecidedAgain(owner);
    await owner.query('ANALYZE');
    return world;
  }

  /** The same service, database and topics under another setting. */
  async restart(more: Readonly<Record<string, string>>): Promise<void> {
    await this.process.stop();
    this.process = await ServiceProcess.start(this.lab, { service: 'benefits', env: { ...this.env, ...more } });
  }

  /** Events lie in Kafka while nobody reads; measured is from then until all of them are worked off. */
  async workOff(events: Parameters<Source['publish']>[0]): Promise<Sample> {
    this.process.freeze();
    let places: Awaited<ReturnType<Source['places']>>;
    try {
      await this.orders.publish(events);
      places = await this.orders.places();
    } finally {
      this.process.thaw();
    }
    const watch = this.lab.startWatch();
    await untilTaken(this.owner, { name: 'meal-orders', places }, TAKEN_MS, LOOK_MS);
    return watch.stop(events.length, await lastTaken(this.owner, 'meal-orders'));
  }
}

/** Facts of people leave work for another hand: it belongs to nothing that is measured. */
async function untilDecidedAgain(owner: pg.Pool): Promise<void> {
  const deadline = performance.now() + TAKEN_MS;
  for (;;) {
    const { rows } = await owner.query<{ left: boolean }>('SELECT EXISTS (SELECT FROM correction_task) AS left');
    if (rows[0]?.left === false) return;
    if (performance.now() > deadline) throw new Error('the tasks of people were not worked off in time');
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function environment(lab: Lab, { appUrl }: DatabaseUrls, prefix: string, jwks: string): Record<string, string> {
  return {
    DATABASE_URL: appUrl,
    KAFKA_BROKERS: lab.servers.brokers,
    KAFKA_TOPIC_PREFIX: prefix,
    TOKEN_JWKS: jwks,
  };
}

async function openBudget(url: string, token: string, wish: object): Promise<void> {
  const answer = await fetch(`${url}/v1/budgets`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': `"${uuidv7()}"`,
    },
    body: JSON.stringify(wish),
  });
  if (answer.status !== 201) throw new Error(`the budget was refused: ${await answer.text()}`);
}

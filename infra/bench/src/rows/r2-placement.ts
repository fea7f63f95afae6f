import { addDays, localDate, shanghaiDate, shanghaiInstant, uuidv7 } from '@doorstep/kernel';
import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import type { CompiledPack } from '@doorstep/policy';
import type pg from 'pg';
import { closedLoop } from '../harness/closed-loop.js';
import type { Lab } from '../harness/lab.js';
import { ratioRow } from '../harness/results.js';
import type { Row } from '../harness/row.js';
import type { Sample } from '../harness/sample.js';
import { interleave } from '../harness/rounds.js';
import type { Side } from '../harness/rounds.js';
import { migrationsOf } from '../servers/apps.js';
import { elderEvents, policyEvents, siteEvent } from '../world/city-events.js';
import { IdiomaticMealOrders } from '../world/idiom.js';
import { MealOrdersApp, walkUp } from '../world/meal-orders-app.js';
import type { Placement } from '../world/meal-orders-app.js';
import { Source, untilTaken } from '../world/source.js';

const CLIENTS = 64;

/** Every round is another day, on which everybody eats once; people of the two sides differ. */
class Days {
  private readonly first = addDays(shanghaiDate(new Date()), 1);
  private day: LocalDate = this.first;

  readonly clock = { now: (): Date => shanghaiInstant(this.day, '11:30') };

  of(round: number): LocalDate {
    return addDays(this.first, round);
  }

  begin(round: number): LocalDate {
    this.day = localDate(this.of(round));
    return this.day;
  }
}

class PlacingSide implements Side {
  private placed = 0;

  constructor(
    private readonly till: string,
    private readonly days: Days,
    private readonly people: readonly string[],
    private readonly owner: pg.Pool,
    private readonly options: {
      readonly lab: Lab;
      readonly limitMs: number;
      readonly place: (command: Placement) => Promise<unknown>;
    },
  ) {}

  async measure(round: number): Promise<Sample> {
    const date = this.days.begin(round);
    const commands = this.people.map((personId) => walkUp(personId, date, this.till));
    const watch = this.options.lab.startWatch();
    this.placed = await closedLoop(CLIENTS, commands, this.options.limitMs, this.options.place);
    return watch.stop(this.placed);
  }

  /** Every sale is there once, with its payment, its three events and its key, and was quoted the same subsidy. */
  async check(round: number): Promise<string[]> {
    const { rows } = await this.owner.query<Record<string, number>>(CHECK, [this.days.of(round), this.till]);
    const found = rows[0] ?? {};
    const n = this.placed;
    const wanted = { orders: n, people: n, subsidised: n, served: n, tenders: n, events: 3 * n, keys: n };
    return Object.entries(wanted)
      .filter(([name, number]) => found[name] !== number)
      .map(([name, number]) => `I10: ${this.till}: ${String(found[name])} ${name} instead of ${number}`);
  }
}

const CHECK = `
  WITH o AS (SELECT * FROM meal_order WHERE service_date = $1 AND till_id = $2)
  SELECT (SELECT count(*)::int FROM o) AS orders, (SELECT count(DISTINCT person_id)::int FROM o) AS people,
    (SELECT count(*)::int FROM o WHERE subsidy_fen = 300 AND self_pay_fen = 700 AND paid_fen = 700) AS subsidised,
    (SELECT count(*)::int FROM o WHERE state = 'served') AS served,
    (SELECT count(*)::int FROM tender t JOIN o ON o.id = t.order_id) AS tenders,
    (SELECT count(*)::int FROM outbox e WHERE e.correlation IN (SELECT id::text FROM o)) AS events,
    (SELECT count(*)::int FROM idempotency_key k WHERE k.resource_id IN (SELECT id::text FROM o)) AS keys`;

export const placementRow: Row = {
  id: 'R2',
  title: `whole walk-up sales by ${CLIENTS} callers against findOne and save, without HTTP`,
  async run(lab) {
    const wanted = lab.size(5, 2);
    const [many, few] = [lab.size(4_000, 400), lab.size(600, 80)];
    const people = Array.from({ length: many + few }, () => uuidv7());
    const days = new Days();
    const database = await lab.database('meal_orders', await migrationsOf('meal-orders'));
    const prefix = await lab.topics('r2');
    const owner = await lab.ownerPool(database);
    const app = await MealOrdersApp.open(lab, database, prefix, days.clock);
    await feed(lab, { owner, prefix }, people);
    for (let round = 0; round <= wanted + 3; round++) await menuFor(app, days, round);
    await owner.query('ANALYZE');
    const handler = await app.provider<{ execute(command: Placement): Promise<unknown> }>(
      'orders/application/place-meal-order.handler.js',
      'PlaceMealOrderHandler',
    );
    const packs = await packsOf(app);
    const idiom = await IdiomaticMealOrders.open(lab, database, packs, days.clock.now);
    const limitMs = lab.size(2_000, 700);
    const side = (
      till: string,
      guests: readonly string[],
      place: (command: Placement) => Promise<unknown>,
    ): PlacingSide => new PlacingSide(till, days, guests, owner, { lab, limitMs, place });
    const ours = side('ours', people.slice(0, many), (command) => handler.execute(command));
    const usual = side('idiom', people.slice(many), (command) => idiom.place(command));
    const show = ({ value }: Sample): string => `${Math.round(value)} sales/s`;
    const options = { rounds: wanted, limitMs: 90_000, say: lab.say, show };
    const { rounds, violations } = await interleave(ours, usual, options);
    const what = { id: 'R2', what: 'placement, sales', unit: '/s' };
    return { results: [ratioRow(what, rounds, wanted, { atLeast: 8 })], violations };
  },
};

async function menuFor(app: MealOrdersApp, days: Days, round: number): Promise<void> {
  days.begin(round);
  await app.publishMenu(days.of(round));
}

async function feed(
  lab: Lab,
  { owner, prefix }: { readonly owner: pg.Pool; readonly prefix: string },
  people: readonly string[],
): Promise<void> {
  lab.say(`  ${people.length} people …`);
  const registry = await Source.open(lab, 'registry', prefix);
  const benefits = await Source.open(lab, 'benefits', prefix);
  await registry.publish([siteEvent(), ...people.flatMap(elderEvents)]);
  await benefits.publish(policyEvents());
  await untilTaken(owner, { name: 'registry', places: await registry.places() }, 90_000);
  await untilTaken(owner, { name: 'benefits', places: await benefits.places() }, 20_000);
  await Promise.all([registry.close(), benefits.close()]);
}

async function packsOf(app: MealOrdersApp): Promise<readonly CompiledPack[]> {
  const compiled = await app.provider<{ all(tx: Tx): Promise<readonly CompiledPack[]> }>(
    'orders/application/compiled-packs.js',
    'CompiledPacks',
  );
  return app.service.app.get(Transactions).read((tx) => compiled.all(tx));
}

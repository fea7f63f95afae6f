import { readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Actor } from '@doorstep/auth';
import type { MenuView, OrderView, SiteState } from '@doorstep/contracts';
import {
  ClaimDeniedV1,
  ClaimHeldV1,
  PersonFactRecordedV1,
  PersonRegisteredV1,
  PolicyActivatedV1,
  SiteRecordedV1,
} from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { TestDatabase, TestRequest, TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { mealOrders } from '../src/service.js';
import { lunchSet, soup, TEN } from './mothers.js';
import { decidedClaim, dishInput, MENU, orderBody, puyaOperator } from './requests.js';

/** Tries the expectations until all hold. */
export const soon = (expectations: () => Promise<unknown>): Promise<boolean> =>
  eventually(
    async () => {
      await expectations();
      return true;
    },
    { timeoutMs: 45_000 },
  );

const site = (siteId: string, phone: string): SiteState => ({
  siteId,
  version: 1,
  siteKind: 'canteen',
  name: siteId,
  phone,
  province: 'liaoning',
  city: 'shenyang',
  district: 'shenbei',
  town: 'daoyi',
  schedule: siteId,
  standardMealPriceFen: null,
  deliveryFeeFen: 200,
  mealPackId: 'cn-shenyang-shenbei',
  dayCarePackId: null,
  periods: [
    { mealPeriod: 'lunch', opensAt: '11:00', closesAt: '14:00', cutOffAt: '10:30', cutOffDayBefore: false },
    { mealPeriod: 'dinner', opensAt: '16:00', closesAt: '19:00', cutOffAt: '15:30', cutOffDayBefore: false },
  ],
  places: 0,
  active: true,
});

const packs = join(import.meta.dirname, '../../benefits/packs/cn-shenyang-shenbei');

function activated(): NewEvent[] {
  return readdirSync(packs).map((file, index) => {
    const document = readFileSync(join(packs, file), 'utf8');
    const effectiveFrom = file.slice(0, 10);
    return newEvent(PolicyActivatedV1, 'cn-shenyang-shenbei', {
      ...{ packId: 'cn-shenyang-shenbei', ruleVersion: String(index + 1), effectiveFrom, effectiveTo: null, document },
      version: index + 1,
      sha256: createHash('sha256').update(document).digest('hex'),
      at: TEN.toISOString(),
    });
  });
}

const CHANGEABLE = 'menu menu_dish meal_order tender refund till_shift period_ending outbox idempotency_key'.split(' ');

/** A served city of two canteens on a Friday morning, with a menu at Puya: the set for 10 yuan and a soup for 6. */
export class Canteen {
  private constructor(
    readonly service: TestService,
    readonly clock: FixedClock,
    readonly database: pg.Pool,
  ) {}

  static async open(env: Record<string, string> = {}, known?: TestDatabase): Promise<Canteen> {
    const clock = new FixedClock(TEN);
    const service = await startTestService(mealOrders, {
      clock,
      ...(known && { database: known }),
      env: { LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'fatal', ...env },
    });
    const database = new pg.Pool({ connectionString: service.database.ownerUrl, max: 2 });
    const canteen = new Canteen(service, clock, database);
    await service.publish(
      newEvent(SiteRecordedV1, 'puya', site('puya', '024-12349')),
      newEvent(SiteRecordedV1, 'minfeng', site('minfeng', '024-12350')),
      ...activated(),
    );
    await eventually(async () => (await canteen.count('site_projection')) === 2);
    await eventually(async () => (await canteen.count('policy_projection')) > 0);
    return canteen;
  }

  async close(): Promise<void> {
    await this.database.end();
    await this.service.close();
  }

  async count(table: string, where = 'true', values: unknown[] = []): Promise<number> {
    const { rows } = await this.database.query<{ n: number }>(
      `select count(*)::integer as n from ${table} where ${where}`,
      values,
    );
    return rows[0]?.n ?? 0;
  }

  /** Everything that a request could change. */
  async fingerprint(): Promise<string> {
    const parts = CHANGEABLE.map(
      (table) => `(select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from ${table} t)`,
    );
    const { rows } = await this.database.query<{ print: string }>(
      `select concat_ws('/', ${parts.join(', ')}) as print`,
    );
    return rows[0]?.print ?? '';
  }

  /** Somebody known to the registry, born on that day. */
  async person(bornOn = '1944-05-01'): Promise<string> {
    const personId = uuidv7();
    const recordedAt = TEN.toISOString();
    const fact = { kind: 'birth', bornOn } as const;
    await this.service.publish(
      newEvent(PersonRegisteredV1, personId, { personId, recordedAt }),
      newEvent(PersonFactRecordedV1, personId, {
        ...{ personId, factId: uuidv7(), fact, validFrom: bornOn, validTo: null, recordedAt },
      }),
    );
    await eventually(
      async () => (await this.count('person_projection', `person_id = $1 and facts <> '[]'`, [personId])) === 1,
    );
    return personId;
  }

  async putMenu(
    dishes: object[] = [dishInput(lunchSet), dishInput(soup)],
    url = MENU,
    seen?: number,
  ): Promise<MenuView> {
    const headers: Record<string, string> = seen === undefined ? {} : { 'if-match': `"${seen}"` };
    const answer = await this.ask({ method: 'PUT', url, payload: { dishes }, headers, as: puyaOperator });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json<MenuView>();
  }

  async ask(request: TestRequest) {
    return this.service.inject(request);
  }

  /** A POST with a key of its own. */
  async post(url: string, payload: object | string | Buffer, as: Partial<Actor> = puyaOperator, headers = {}) {
    return this.ask({ method: 'POST', url, payload, as, headers: { 'idempotency-key': uuidv7(), ...headers } });
  }

  /** Places an order and expects it to be taken. */
  async order(change: object = {}, as: Partial<Actor> = puyaOperator, headers = {}): Promise<OrderView> {
    const answer = await this.post('/v1/orders', orderBody(change), as, headers);
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return answer.json<OrderView>();
  }

  async find(id: string, as: Partial<Actor> = puyaOperator): Promise<OrderView> {
    return (await this.ask({ method: 'GET', url: `/v1/orders/${id}`, as })).json<OrderView>();
  }

  async decide(order: OrderView, subsidyFen: number, reason = 'OK'): Promise<string> {
    const claim = decidedClaim(order, subsidyFen, reason);
    await this.service.publish(newEvent(subsidyFen > 0 ? ClaimHeldV1 : ClaimDeniedV1, claim.personId, claim));
    return claim.claimId;
  }
}

import type { Actor } from '@doorstep/auth';
import { generateTokenKeys, TokenSigner } from '@doorstep/auth';
import type { PlaceOrder } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { Clock } from '@doorstep/kernel';
import type { DatabaseUrls } from '@doorstep/local-stack';
import type { EventMeta } from '@doorstep/messaging';
import { createService } from '@doorstep/observability';
import type { RunningService } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import type { Type } from '@nestjs/common';
import type { Lab } from '../harness/lab.js';
import { definitionOf, loadApp } from '../servers/apps.js';
import { SITE } from './city-events.js';

export const OPERATOR: Actor = {
  kind: 'staff',
  subject: 'op-puya',
  roles: ['site_operator'],
  scope: { sites: [SITE] },
};
export const DISH = '018f0000-0000-7000-8000-000000000001';
export const POOL = 12;

/** What the controller hands over for one request. */
export interface Placement {
  readonly body: PlaceOrder;
  readonly actor: Actor;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
  readonly waitMs: number;
}

/** A whole walk-up sale in one call: placed, paid in cash, handed over. */
export function walkUp(personId: string, serviceDate: string, tillId: string): Placement {
  const id = uuidv7();
  return {
    body: {
      ...{ id, personId, siteId: SITE, serviceDate, mealPeriod: 'lunch', channel: 'dine_in', tillId, handedOver: true },
      lines: [{ dishId: DISH, quantity: 1 }],
      tender: { means: 'cash' },
    },
    actor: OPERATOR,
    request: { principal: 'staff:op-puya', route: 'POST /v1/orders', key: id, bodyHash: id },
    meta: { actor: 'staff:op-puya', correlationId: id },
    waitMs: 0,
  };
}

export interface InProcessWish {
  readonly database: DatabaseUrls;
  readonly prefix: string;
  readonly clock: Clock;
}

/** A whole service in this process on real servers, without a port, and the key that its tokens are signed with. */
export async function openInProcess(
  lab: Lab,
  name: 'meal-orders' | 'benefits',
  { database, prefix, clock }: InProcessWish,
): Promise<{ service: RunningService; signer: TokenSigner }> {
  const { privateJwk, publicJwks } = await generateTokenKeys();
  const env = {
    ...{ HOST: '127.0.0.1', PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'fatal' },
    DATABASE_URL: database.appUrl,
    DATABASE_POOL: String(POOL),
    KAFKA_BROKERS: lab.servers.brokers,
    KAFKA_TOPIC_PREFIX: prefix,
    TOKEN_JWKS: JSON.stringify(publicJwks),
    // The days of the rounds pass without a decision; quotes are to be trusted all the same.
    ...(name === 'meal-orders' && { QUOTE_MAX_AGE_MINUTES: '20160' }),
  };
  const service = await createService(await definitionOf(name), env, { clock });
  lab.onClose(() => service.close());
  return { service, signer: await TokenSigner.fromJwk(privateJwk) };
}

/** The whole service in this process on real servers, without a port: what is measured is what stands behind HTTP. */
export class MealOrdersApp {
  private constructor(
    readonly service: RunningService,
    private readonly signer: TokenSigner,
  ) {}

  static async open(lab: Lab, database: DatabaseUrls, prefix: string, clock: Clock): Promise<MealOrdersApp> {
    const { service, signer } = await openInProcess(lab, 'meal-orders', { database, prefix, clock });
    return new MealOrdersApp(service, signer);
  }

  /** One unlimited set for ten yuan. */
  async publishMenu(serviceDate: string): Promise<void> {
    const token = await this.signer.internal(OPERATOR, 'meal-orders');
    const answer = await this.service.app.inject({
      method: 'PUT',
      url: `/v1/sites/${SITE}/menus/${serviceDate}/lunch`,
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': uuidv7() },
      payload: { dishes: [{ id: DISH, name: '十元套餐', priceFen: 1000, standardSet: true }] },
    });
    if (answer.statusCode !== 200) throw new Error(`the menu was refused: ${answer.body}`);
  }

  /** A provider by the file and name of its class. */
  async provider<T>(file: string, name: string): Promise<T> {
    const exported = await loadApp<Record<string, Type<T>>>('meal-orders', `src/${file}`);
    return this.service.app.get(exported[name] as Type<T>, { strict: false });
  }
}

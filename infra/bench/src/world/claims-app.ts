import type { Actor, TokenSigner } from '@doorstep/auth';
import { PARTITIONS, TOPICS } from '@doorstep/contracts';
import { addDays, partitionOf, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import type { RunningService } from '@doorstep/observability';
import type { Type } from '@nestjs/common';
import type pg from 'pg';
import type { Lab } from '../harness/lab.js';
import { loadApp, migrationsOf } from '../servers/apps.js';
import { budgetWish, FINANCE } from './benefits-world.js';
import { elderEvents, SITE, siteEvent } from './city-events.js';
import { freshToken } from './fresh-token.js';
import { openInProcess } from './meal-orders-app.js';
import { Source, untilTaken } from './source.js';

const LUNCH = { kind: 'meal', priceFen: 1000, menu: 'set', channel: 'dine_in', deliveryFeeFen: 0 };
const CAUSE = { actor: 'client:bench', correlationId: 'bench' };

interface DecideClaims {
  execute(tx: Tx, happenings: readonly object[], heard: object): Promise<readonly object[]>;
}
interface Store {
  lockBudgets(tx: Tx, budgetIds: readonly string[]): Promise<unknown>;
}

interface Quotes {
  execute(
    about: object,
    asked: object,
  ): Promise<{ readonly verdict: { readonly terms: { readonly subsidyFen: number } } }>;
}

interface Parts {
  readonly decide: DecideClaims;
  readonly store: Store;
  readonly quotes: Quotes;
  readonly tokenOf: (actor: Actor) => Promise<string>;
  readonly budgetIds: readonly string[];
}

export interface PartitionBatch {
  readonly partition: number;
  readonly people: readonly string[];
}

/** `benefits` in this process, with people, a canteen and one budget a year: its decisions without Kafka before them. */
export class ClaimsApp {
  private readonly transactions: Transactions;

  private constructor(
    readonly service: RunningService,
    readonly owner: pg.Pool,
    private readonly parts: Parts,
  ) {
    this.transactions = service.app.get(Transactions, { strict: false });
  }

  static async open(lab: Lab, people: readonly string[], name = 'claims'): Promise<ClaimsApp> {
    const database = await lab.database(`${name}_benefits`, await migrationsOf('benefits'));
    const prefix = await lab.topics(name);
    const clock = { now: () => new Date() };
    const { service, signer } = await openInProcess(lab, 'benefits', { prefix, clock, database });
    const owner = await lab.ownerPool(database);
    const registry = await Source.open(lab, 'registry', prefix, name);
    await registry.publish([siteEvent(), ...people.flatMap(elderEvents)]);
    await untilTaken(owner, { name: 'registry', places: await registry.places() }, 60_000);
    await registry.close();
    const tokenOf = tokensOf(signer);
    const authorization = `Bearer ${await tokenOf(FINANCE)}`;
    const years = new Set([0, 30].map((days) => Number(addDays(shanghaiDate(new Date()), days).slice(0, 4))));
    const budgetIds: string[] = [];
    for (const year of years) {
      const payload = budgetWish(year) as { budgetId: string };
      const headers = { authorization, 'idempotency-key': uuidv7() };
      const answer = await service.app.inject({ method: 'POST', url: '/v1/budgets', headers, payload });
      if (answer.statusCode !== 201) throw new Error(`the budget was refused: ${answer.body}`);
      budgetIds.push(payload.budgetId);
    }
    await owner.query('ANALYZE');
    const decide = await provider<DecideClaims>(service, 'claims/application/decide-claims.handler.js', 'DecideClaimsHandler'); // prettier-ignore
    const store = await provider<Store>(service, 'claims/application/claim-store.port.js', 'ClaimStore');
    const quotes = await provider<Quotes>(service, 'claims/application/quote.handler.js', 'QuoteHandler');
    return new ClaimsApp(service, owner, { decide, store, quotes, tokenOf, budgetIds });
  }

  get budgetIds(): readonly string[] {
    return this.parts.budgetIds;
  }

  /** As somebody asks, without a socket. @throws Error for any other answer than 200 */
  async get<Body>(url: string, actor = FINANCE): Promise<Body> {
    const authorization = `Bearer ${await this.parts.tokenOf(actor)}`;
    const answer = await this.service.app.inject({ method: 'GET', url, headers: { authorization } });
    if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}: ${answer.body}`);
    return JSON.parse(answer.body) as Body;
  }

  /** A text is YAML. @throws Error for any other answer than 201 */
  async post<Body>(url: string, actor: Actor, payload: object | string): Promise<Body> {
    const authorization = `Bearer ${await this.parts.tokenOf(actor)}`;
    const type = typeof payload === 'string' ? 'application/yaml' : 'application/json';
    const headers = { authorization, 'idempotency-key': uuidv7(), 'content-type': type };
    const answer = await this.service.app.inject({ method: 'POST', url, headers, payload });
    if (answer.statusCode !== 201) throw new Error(`${url} answered ${answer.statusCode}: ${answer.body}`);
    return JSON.parse(answer.body) as Body;
  }

  /** The subsidy that the service would promise for a lunch. */
  async quote(personId: string, serviceDate: string): Promise<number> {
    const about = { personId, siteId: SITE, serviceDate, mealPeriod: 'lunch' };
    return (await this.parts.quotes.execute(about, LUNCH)).verdict.terms.subsidyFen;
  }

  /** As the consumer gets them: every batch is of one partition. */
  inPartitions(people: readonly string[], size: number): PartitionBatch[] {
    const groups = Array.from({ length: PARTITIONS.person }, (): string[] => []);
    for (const personId of people) groups[partitionOf(personId, PARTITIONS.person)]?.push(personId);
    return groups.flatMap((all, partition) =>
      Array.from({ length: Math.ceil(all.length / size) }, (_, n) => ({
        partition,
        people: all.slice(n * size, (n + 1) * size),
      })),
    );
  }

  /** One transaction for all of them, as a batch of the consumer. */
  async decideTogether(partition: number, people: readonly string[], date: string): Promise<void> {
    const partitions = [{ space: 'person' as const, partition }];
    await this.transactions.run({ keys: [], partitions }, (tx) => this.decide(tx, partition, people, date));
  }

  /** A transaction of its own, which first locks the budget that it will draw on. */
  async decideAlone(personId: string, date: string): Promise<void> {
    const partition = partitionOf(personId, PARTITIONS.person);
    await this.transactions.run({ keys: [{ space: 'person', key: personId }] }, async (tx) => {
      await this.parts.store.lockBudgets(tx, this.parts.budgetIds);
      await this.decide(tx, partition, [personId], date);
    });
  }

  private async decide(tx: Tx, partition: number, people: readonly string[], date: string): Promise<void> {
    const heard = { topic: TOPICS.mealOrder.name, partition, seenUntil: new Date().toISOString() };
    const waiting = await this.parts.decide.execute(tx, people.map((personId) => asked(personId, date)), heard); // prettier-ignore
    if (waiting.length > 0) throw new Error(`${waiting.length} orders had to wait: ${JSON.stringify(waiting[0])}`);
  }
}

function tokensOf(signer: TokenSigner): (actor: Actor) => Promise<string> {
  const tokens = new Map<Actor, () => Promise<string>>();
  return (actor) => {
    let token = tokens.get(actor);
    if (!token) tokens.set(actor, (token = freshToken(signer, actor, 'benefits')));
    return token();
  };
}

function asked(personId: string, serviceDate: string): object {
  return {
    kind: 'asked',
    ref: { originId: uuidv7(), personId, siteId: SITE, serviceDate, mealPeriod: 'lunch' },
    asked: LUNCH,
    cause: CAUSE,
    overdue: false,
  };
}

async function provider<T>(service: RunningService, file: string, name: string): Promise<T> {
  const exported = await loadApp<Record<string, Type<T>>>('benefits', `src/${file}`);
  return service.app.get(exported[name] as Type<T>, { strict: false });
}

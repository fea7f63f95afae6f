import { PARTITIONS } from '@doorstep/contracts';
import type { JsonValue } from '@doorstep/kernel';
import { addDays, addMonths, canonicalJson, localDate, monthOf, partitionOf, uuidv7 } from '@doorstep/kernel';
import type { LocalDate } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { createDataSource } from '@doorstep/persistence';
import type { DatabaseUrls } from '@doorstep/local-stack';
import type { CompiledPack } from '@doorstep/policy';
import type { DataSource, EntityManager } from 'typeorm';
import { Between, IsNull } from 'typeorm';
import type { Lab } from '../harness/lab.js';
import { loadApp } from '../servers/apps.js';
import { DishEntity, EntitlementEntity, KeyEntity, MenuEntity, OutboxEntity, PersonEntity, SiteEntity } from './idiom-records.js'; // prettier-ignore
import { POOL } from './meal-orders-app.js';
import type { Placement } from './meal-orders-app.js';

/** The product's own pure functions: both sides think the same, only their way to the database differs. */
interface Domain {
  draftOrder(command: Placement, context: object, around: object): Draft;
  siteFactsOf(state: object): object;
  siteTermsOf(state: object): object;
  personFactsOf(facts: object[]): object;
  toRecord(order: object, placedBy: string): OrderRow;
  MealOrderRecord: new () => OrderRow;
  TenderRecord: new () => object;
  PeriodEndingRecord: new () => EndingRow;
  TillShiftRecord: new () => { id: string };
}
interface Draft {
  readonly row: { readonly order: object; readonly placedBy: string; readonly tender?: object };
  readonly events: readonly NewEvent[];
}
interface OrderRow {
  claimId: string | null;
  claimState: string | null;
  serviceDate: string;
  mealPeriod: string;
  siteId: string;
  subsidyFen: number;
  state: string;
}
interface EndingRow {
  kind: string;
  mealPeriod: string | null;
  reason: string | null;
}

/**
 * The same walk-up sale as one writes it with TypeORM by the book: one transaction, `findOne` for everything that is needed and
 * `save` for everything that changes, with compiled packs kept in memory as the product does.
 */
export class IdiomaticMealOrders {
  private constructor(
    private readonly dataSource: DataSource,
    private readonly domain: Domain,
    private readonly packs: readonly CompiledPack[],
    private readonly now: () => Date,
  ) {}

  static async open(lab: Lab, database: DatabaseUrls, packs: readonly CompiledPack[], now: () => Date) {
    const domain = await loadDomain();
    const { MealOrderRecord, TenderRecord, PeriodEndingRecord, TillShiftRecord } = domain;
    const dataSource = createDataSource({
      url: database.appUrl,
      records: [
        ...[KeyEntity, SiteEntity, PersonEntity, EntitlementEntity, MenuEntity, DishEntity, OutboxEntity],
        ...[MealOrderRecord, TenderRecord, PeriodEndingRecord, TillShiftRecord],
      ],
      poolSize: POOL,
      applicationName: 'idiom',
    });
    await dataSource.initialize();
    lab.onClose(() => dataSource.destroy());
    return new IdiomaticMealOrders(dataSource, domain, packs, now);
  }

  async place(command: Placement): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { principal, route, key, bodyHash } = command.request;
      if (await manager.findOneBy(KeyEntity, { principal, route, key })) return;
      const { siteId, tillId } = command.body;
      const shift = await manager.findOneBy(this.domain.TillShiftRecord, {
        siteId,
        tillId,
        closedAt: IsNull(),
      } as object);
      const context = await this.context(manager, command);
      const around = { now: this.now(), packs: this.packs, limit: LIMIT, shiftId: shift?.id ?? null };
      const { row, events } = this.domain.draftOrder(command, context, around);
      await manager.save(this.domain.toRecord(row.order, row.placedBy));
      if (row.tender) await manager.save(Object.assign(new this.domain.TenderRecord(), row.tender));
      await manager.insert(OutboxEntity, events.map((event) => this.outboxRow(event))); // prettier-ignore
      await manager.save(Object.assign(new KeyEntity(), { principal, route, key, bodyHash, status: 201, resourceId: command.body.id })); // prettier-ignore
    });
  }

  private async context(manager: EntityManager, { body }: Placement): Promise<object> {
    const { siteId, serviceDate, mealPeriod, personId, id } = body;
    const { MealOrderRecord, PeriodEndingRecord, siteFactsOf, siteTermsOf, personFactsOf } = this.domain;
    const site = await manager.findOneByOrFail(SiteEntity, { siteId });
    const where = { siteId, serviceDate, mealPeriod };
    const menu = await manager.findOneOrFail(MenuEntity, { where, relations: { dishes: true } });
    const endings = await manager.findBy(PeriodEndingRecord, { siteId, serviceDate } as object);
    const person = await manager.findOneByOrFail(PersonEntity, { personId: personId as string });
    const entitlement = await manager.findOneBy(EntitlementEntity, { personId: personId as string });
    const own = await manager.findBy(MealOrderRecord, { personId, serviceDate: around(serviceDate) } as object);
    const taken = await manager.existsBy(MealOrderRecord, { id } as object);
    return {
      site: { facts: siteFactsOf(site.state), mealPackId: (site.state as { mealPackId: string }).mealPackId },
      offer: {
        site: siteTermsOf(site.state),
        dishes: menu.dishes,
        closedFor: endings.find(({ kind }) => kind === 'closure')?.reason ?? undefined,
        ended: endings.some(({ kind }) => kind === 'closing'),
      },
      person: personFactsOf(person.facts),
      claims: {
        entitled: entitlement?.claims ?? [],
        own: own.map((order) => ({ ...order, live: order.state === 'served' || order.state === 'placed' })),
        lots: entitlement?.lots ?? [],
        vouchers: entitlement?.vouchers ?? [],
      },
      idTaken: taken,
    };
  }

  private outboxRow({ definition, key, data, meta }: NewEvent): OutboxEntity {
    const { topic, type } = definition;
    return {
      ...{ id: uuidv7(), topic: topic.name, key, type, time: this.now() },
      partition: partitionOf(key, PARTITIONS[topic.keySpace]),
      actor: meta?.actor ?? '',
      correlation: meta?.correlationId ?? '',
      data: canonicalJson(data as JsonValue),
    };
  }
}

const LIMIT = { maxSubsidyFen: 5_000, stale: false };

/** The days whose claims matter to caps of weeks and months. */
function around(serviceDate: string): ReturnType<typeof Between<LocalDate>> {
  const month = monthOf(localDate(serviceDate));
  return Between(addDays(`${month}-01` as LocalDate, -7), addDays(`${addMonths(month, 1)}-01` as LocalDate, 6));
}

async function loadDomain(): Promise<Domain> {
  const files = [
    'orders/application/draft-order.js',
    'orders/infrastructure/meal-order.mapper.js',
    'orders/infrastructure/meal-order.record.js',
    'orders/infrastructure/payment.record.js',
    'periods/infrastructure/period-ending.record.js',
    'projections/application/person-facts.js',
    'projections/application/site-terms.js',
    'shifts/infrastructure/till-shift.record.js',
  ];
  const loaded = await Promise.all(files.map((file) => loadApp<object>('meal-orders', `src/${file}`)));
  return Object.assign({}, ...loaded) as Domain;
}

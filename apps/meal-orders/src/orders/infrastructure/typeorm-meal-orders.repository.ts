import type { Tx } from '@doorstep/persistence';
import { constraintOf } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { MealOrderIdTakenError } from '../domain/meal-order.errors.js';
import type { MealOrderData } from '../domain/meal-order.js';
import { MealOrder } from '../domain/meal-order.js';
import type { OrderFilter, PaymentRow, PlacedRow, RefundRow } from '../application/meal-orders.port.js';
import { MealOrders } from '../application/meal-orders.port.js';
import { MealOrderRecord } from './meal-order.record.js';
import { movingColumns, toDomain, toRecord } from './meal-order.mapper.js';
import { AWAITS_DECISION, PLACE_ORDERS, RESTOCK, UPDATE_ORDERS } from './order.sql.js';
import { RefundRecord, TenderRecord } from './payment.record.js';
import { rowsJson, rowJson } from './row-json.js';

@Injectable()
export class TypeormMealOrders extends MealOrders {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async find(id: string): Promise<MealOrderData | undefined> {
    const record = await this.dataSource.manager.findOneBy(MealOrderRecord, { id });
    return record ? toDomain(record) : undefined;
  }

  async list(filter: OrderFilter): Promise<MealOrderData[]> {
    const query = this.dataSource.manager.createQueryBuilder(MealOrderRecord, 'o');
    const { sites, persons, before } = filter;
    if (sites !== undefined || persons !== undefined)
      query.andWhere('(o.site_id = any(:sites) or o.person_id = any(:persons))', {
        sites: sites ?? [],
        persons: persons ?? [],
      });
    for (const column of ['siteId', 'personId', 'serviceDate', 'mealPeriod', 'state'] as const)
      if (filter[column] !== undefined) query.andWhere(`o.${column} = :${column}`, { [column]: filter[column] });
    if (before)
      query.andWhere('(o.placed_at, o.id) < (:placedAt::timestamptz, :beforeId::uuid)', {
        placedAt: before.placedAt,
        beforeId: before.id,
      });
    const records = await query.orderBy('o.placedAt', 'DESC').addOrderBy('o.id', 'DESC').limit(filter.limit).getMany();
    return records.map(toDomain);
  }

  async lock(tx: Tx, ids: readonly string[]): Promise<Map<string, MealOrder>> {
    const records = await tx.manager
      .createQueryBuilder(MealOrderRecord, 'o')
      .where('o.id = any(:ids)', { ids })
      .orderBy('o.id')
      .setLock('pessimistic_write')
      .getMany();
    return new Map(records.map((record) => [record.id, new MealOrder(toDomain(record))]));
  }

  async insert(tx: Tx, placed: readonly PlacedRow[]): Promise<void> {
    const records = placed.map(({ order }) => toRecord(order));
    const tenders = placed.flatMap(({ tender }) => (tender ? [tender] : []));
    const values = [
      rowsJson(this.dataSource, MealOrderRecord, records),
      rowsJson(this.dataSource, TenderRecord, tenders),
    ];
    try {
      await tx.client.query({ name: 'place_orders', text: PLACE_ORDERS, values });
    } catch (error) {
      if (constraintOf(error) === 'meal_order_pkey') throw new MealOrderIdTakenError();
      throw error;
    }
  }

  async update(tx: Tx, orders: readonly MealOrder[]): Promise<void> {
    const rows = orders.map(({ data }) =>
      rowJson(this.dataSource, MealOrderRecord, { id: data.id, ...movingColumns(data) }),
    );
    const values = [JSON.stringify(rows)];
    await tx.client.query({ name: 'update_orders', text: UPDATE_ORDERS, values });
  }

  async restock(tx: Tx, { id }: MealOrderData): Promise<void> {
    await tx.query(RESTOCK, [[id]]);
  }

  async insertTender(tx: Tx, tender: PaymentRow): Promise<void> {
    await tx.manager.insert(TenderRecord, tender);
  }

  async insertRefund(tx: Tx, refund: RefundRow): Promise<void> {
    await tx.manager.insert(RefundRecord, refund);
  }

  async findTender(id: string): Promise<PaymentRow | undefined> {
    const record = await this.dataSource.manager.findOneBy(TenderRecord, { id });
    return (record ?? undefined) as PaymentRow | undefined;
  }

  async findRefund(id: string): Promise<RefundRow | undefined> {
    const record = await this.dataSource.manager.findOneBy(RefundRecord, { id });
    return (record ?? undefined) as RefundRow | undefined;
  }

  async findDecided(ids: readonly string[]): Promise<MealOrderData[]> {
    const where = { id: In([...ids]), decisionStatus: 'decided' };
    return (await this.dataSource.manager.findBy(MealOrderRecord, where)).map(toDomain);
  }

  async awaitsDecisionSince(tx: Tx, before: Date): Promise<boolean> {
    const [row] = await tx.query<{ overdue: boolean }>(AWAITS_DECISION, [before]);
    return row?.overdue === true;
  }

  async showPrice(id: string): Promise<MealOrderData> {
    await this.dataSource.manager.update(MealOrderRecord, { id, priceFinal: false }, { priceFinal: true });
    return toDomain(await this.dataSource.manager.findOneByOrFail(MealOrderRecord, { id }));
  }
}

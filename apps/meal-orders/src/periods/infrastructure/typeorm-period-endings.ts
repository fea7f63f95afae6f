import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan } from 'typeorm';
import type { OrderRefData } from '../../orders/application/meal-order.events.js';
import { RESTOCK } from '../../orders/infrastructure/order.sql.js';
import { PeriodEndings } from '../application/period-endings.port.js';
import type { OrdersEnding, PeriodEnding } from '../domain/period-ending.js';
import { COMPLETE_ENDING, END_ORDERS, OPEN_ORDERS } from './period-ending.sql.js';
import { PeriodEndingRecord } from './period-ending.record.js';

@Injectable()
export class TypeormPeriodEndings extends PeriodEndings {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async find(id: string): Promise<PeriodEnding | undefined> {
    const record = await this.dataSource.manager.findOneBy(PeriodEndingRecord, { id });
    return (record ?? undefined) as PeriodEnding | undefined;
  }

  async insert(tx: Tx, ending: PeriodEnding): Promise<boolean> {
    const query = tx.manager.createQueryBuilder().insert().into(PeriodEndingRecord).values(ending);
    const { raw } = await query.orIgnore().returning('id').execute();
    return (raw as unknown[]).length > 0;
  }

  async openOrders(ending: OrdersEnding, limit: number): Promise<OrderRefData[]> {
    const { siteId, serviceDate, mealPeriod } = ending;
    return this.dataSource.query<OrderRefData[]>(OPEN_ORDERS, [siteId, serviceDate, mealPeriod, limit]);
  }

  async endOrders(
    tx: Tx,
    { kind, reason, requestedBy }: OrdersEnding,
    ids: readonly string[],
    at: Date,
  ): Promise<OrderRefData[]> {
    const state = kind === 'closure' ? 'cancelled' : 'no_show';
    const ended = await tx.query<OrderRefData>(END_ORDERS, [ids, state, at, reason, requestedBy]);
    // A closure may be called off, and the day sold again; what nobody fetched was cooked.
    if (kind === 'closure') await tx.query(RESTOCK, [ended.map(({ id }) => id)]);
    return ended;
  }

  async complete(tx: Tx, id: string, at: Date): Promise<PeriodEnding | undefined> {
    const changed = await tx.query(COMPLETE_ENDING, [id, at]);
    if (changed.length === 0) return undefined;
    return (await tx.manager.findOneByOrFail(PeriodEndingRecord, { id })) as PeriodEnding;
  }

  async unfinished(before: Date, limit: number): Promise<PeriodEnding[]> {
    const where = { completedAt: IsNull(), endedAt: LessThan(before) };
    const order = { endedAt: 'ASC' } as const;
    return (await this.dataSource.manager.find(PeriodEndingRecord, { where, order, take: limit })) as PeriodEnding[];
  }
}

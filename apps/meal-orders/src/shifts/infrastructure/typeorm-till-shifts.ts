import { fenFromSql } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull } from 'typeorm';
import type { ShiftFilter } from '../application/till-shifts.port.js';
import { TillShifts } from '../application/till-shifts.port.js';
import type { MeansTotal, TillShift } from '../domain/till-shift.js';
import { TillShiftRecord } from './till-shift.record.js';

/** $1 shift ids. */
const TOTALS = `
  select shift_id, means, count(*) filter (where sign > 0)::integer as tenders,
    coalesce(sum(amount_fen) filter (where sign > 0), 0) as tendered_fen,
    count(*) filter (where sign < 0)::integer as refunds,
    coalesce(sum(amount_fen) filter (where sign < 0), 0) as refunded_fen
  from (
    select shift_id, means, amount_fen, 1 as sign from tender where shift_id = any($1::uuid[])
    union all
    select shift_id, means, amount_fen, -1 from refund where shift_id = any($1::uuid[])
  ) moved
  group by shift_id, means order by shift_id, means`;

interface TotalRow {
  readonly shift_id: string;
  readonly means: MeansTotal['means'];
  readonly tenders: number;
  readonly tendered_fen: string;
  readonly refunds: number;
  readonly refunded_fen: string;
}

@Injectable()
export class TypeormTillShifts extends TillShifts {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async find(id: string): Promise<TillShift | undefined> {
    return (await this.dataSource.manager.findOneBy(TillShiftRecord, { id })) ?? undefined;
  }

  async list(filter: ShiftFilter): Promise<TillShift[]> {
    const query = this.dataSource.manager.createQueryBuilder(TillShiftRecord, 's');
    if (filter.sites !== undefined) query.andWhere('s.site_id = any(:sites)', { sites: filter.sites });
    for (const column of ['siteId', 'tillId'] as const)
      if (filter[column] !== undefined) query.andWhere(`s.${column} = :${column}`, { [column]: filter[column] });
    if (filter.open !== undefined) query.andWhere(`s.closed_at is ${filter.open ? '' : 'not '}null`);
    if (filter.before) query.andWhere('(s.opened_at, s.id) < (:at::timestamptz, :id::uuid)', filter.before);
    return query.orderBy('s.openedAt', 'DESC').addOrderBy('s.id', 'DESC').limit(filter.limit).getMany();
  }

  async openAt(tx: Tx, siteId: string, tillId: string): Promise<TillShift | undefined> {
    return (await tx.manager.findOneBy(TillShiftRecord, { siteId, tillId, closedAt: IsNull() })) ?? undefined;
  }

  async insert(tx: Tx, shift: TillShift): Promise<boolean> {
    const query = tx.manager.createQueryBuilder().insert().into(TillShiftRecord).values(shift);
    const { raw } = await query.orIgnore().returning('id').execute();
    return (raw as unknown[]).length > 0;
  }

  async lock(tx: Tx, id: string): Promise<TillShift | undefined> {
    const lock = { mode: 'pessimistic_write' } as const;
    return (await tx.manager.findOne(TillShiftRecord, { where: { id }, lock })) ?? undefined;
  }

  async close(tx: Tx, { id, expectedCashFen, countedCashFen, closedBy, closedAt }: TillShift): Promise<void> {
    await tx.manager.update(TillShiftRecord, { id }, { expectedCashFen, countedCashFen, closedBy, closedAt });
  }

  async totals(ids: readonly string[], tx?: Tx): Promise<Map<string, MeansTotal[]>> {
    const rows = await (tx ? tx.query<TotalRow>(TOTALS, [ids]) : this.dataSource.query<TotalRow[]>(TOTALS, [ids]));
    const byShift = new Map<string, MeansTotal[]>();
    for (const { shift_id, means, tenders, tendered_fen, refunds, refunded_fen } of rows) {
      const total = {
        means,
        tenders,
        tenderedFen: fenFromSql(tendered_fen),
        refunds,
        refundedFen: fenFromSql(refunded_fen),
      };
      byShift.set(shift_id, [...(byShift.get(shift_id) ?? []), total]);
    }
    return byShift;
  }
}

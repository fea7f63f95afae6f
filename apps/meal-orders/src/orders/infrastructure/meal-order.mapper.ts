import type { Fen, LocalDate } from '@doorstep/kernel';
import type { ActChannel, Channel, ClaimState, MealOrderData, TakenBy, Verdict } from '../domain/meal-order.js';
import type { Period } from '../../projections/domain/site-terms.js';
import type { OrderState } from '../domain/order-state.js';
import { MealOrderRecord } from './meal-order.record.js';

export function toRecord(order: MealOrderData): MealOrderRecord {
  return Object.assign(new MealOrderRecord(), { ...fixedColumns(order), ...movingColumns(order) });
}

/** Columns that are written once. */
function fixedColumns(order: MealOrderData): Partial<MealOrderRecord> {
  const { id, personId, siteId, serviceDate, mealPeriod, channel, lines, menu } = order;
  const { tillId, takenBy, takenAt, placedAt, placed } = order;
  const { grossFen, claimPriceFen, deliveryFeeFen } = order.price;
  return {
    ...{ id, personId, siteId, serviceDate, mealPeriod, channel, lines, menu },
    ...{ grossFen, claimPriceFen, deliveryFeeFen, tillId, takenBy, takenAt, placedAt },
    ...{ placedBy: placed.by, via: placed.via },
  };
}

/** Columns that the life of an order changes. */
export function movingColumns(order: MealOrderData): Partial<MealOrderRecord> {
  const { state, priceFinal, claimId, claimState, paidFen, refundedFen, servedAt, endedAt, endReason, flags } = order;
  const { discountFen, subsidyFen, deliverySubsidyFen, selfPayFen, differenceFen, shares } = order.price;
  return {
    ...{ state, priceFinal, claimId, claimState, paidFen, refundedFen, servedAt, endedAt, endReason, flags },
    ...{ discountFen, subsidyFen, deliverySubsidyFen, selfPayFen, differenceFen, shares },
    endedBy: order.ended?.by ?? null,
    endedVia: order.ended?.via ?? null,
    decisionStatus: order.verdict.status,
    decisionOutcome: order.verdict.outcome,
    decisionReason: order.verdict.reason,
    packId: order.verdict.packId,
    ruleVersion: order.verdict.ruleVersion,
    steps: order.verdict.steps,
  };
}

export function toDomain(record: MealOrderRecord): MealOrderData {
  return {
    id: record.id,
    personId: record.personId,
    siteId: record.siteId,
    serviceDate: record.serviceDate as LocalDate,
    mealPeriod: record.mealPeriod as Period,
    channel: record.channel as Channel,
    state: record.state as OrderState,
    lines: record.lines,
    menu: record.menu as MealOrderData['menu'],
    price: {
      grossFen: record.grossFen as Fen,
      claimPriceFen: record.claimPriceFen as Fen,
      deliveryFeeFen: record.deliveryFeeFen as Fen,
      discountFen: record.discountFen as Fen,
      subsidyFen: record.subsidyFen as Fen,
      deliverySubsidyFen: record.deliverySubsidyFen as Fen,
      selfPayFen: record.selfPayFen as Fen,
      differenceFen: record.differenceFen as Fen,
      shares: record.shares,
    },
    priceFinal: record.priceFinal,
    verdict: {
      status: record.decisionStatus as Verdict['status'],
      outcome: record.decisionOutcome as Verdict['outcome'],
      reason: record.decisionReason,
      packId: record.packId,
      ruleVersion: record.ruleVersion,
      steps: record.steps,
    },
    claimId: record.claimId,
    claimState: record.claimState as ClaimState | null,
    paidFen: record.paidFen as Fen,
    refundedFen: record.refundedFen as Fen,
    flags: record.flags,
    tillId: record.tillId,
    takenBy: record.takenBy as TakenBy,
    placed: { by: record.placedBy, via: record.via as ActChannel | null },
    ended: record.endedBy === null ? null : { by: record.endedBy, via: record.endedVia as ActChannel | null },
    takenAt: record.takenAt,
    placedAt: record.placedAt,
    servedAt: record.servedAt,
    endedAt: record.endedAt,
    endReason: record.endReason,
  };
}

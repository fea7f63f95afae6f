import { fenFromSql } from '@doorstep/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrderedDish, Verdict } from '../domain/meal-order.js';
import type { Share } from '../domain/price.js';

const FEN = { type: 'bigint', transformer: { to: (amount: number) => amount, from: fenFromSql } } as const;

/** Row of `meal_order`. Kept apart from the domain object; `meal-order.mapper.ts` is the only way between. */
@Entity('meal_order')
export class MealOrderRecord {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { nullable: true }) personId!: string | null;
  @Column('text') siteId!: string;
  @Column('date') serviceDate!: string;
  @Column('text') mealPeriod!: string;
  @Column('text') channel!: string;
  @Column('text') state!: string;
  @Column('jsonb') lines!: readonly OrderedDish[];
  @Column('text') menu!: string;
  @Column(FEN) grossFen!: number;
  @Column(FEN) claimPriceFen!: number;
  @Column(FEN) deliveryFeeFen!: number;
  @Column(FEN) discountFen!: number;
  @Column(FEN) subsidyFen!: number;
  @Column(FEN) deliverySubsidyFen!: number;
  @Column(FEN) selfPayFen!: number;
  @Column(FEN) differenceFen!: number;
  @Column('jsonb') shares!: readonly Share[];
  @Column('boolean') priceFinal!: boolean;
  @Column('text') decisionStatus!: string;
  @Column('text') decisionOutcome!: string;
  @Column('text') decisionReason!: string;
  @Column('text', { nullable: true }) packId!: string | null;
  @Column('text', { nullable: true }) ruleVersion!: string | null;
  @Column('jsonb') steps!: Verdict['steps'];
  @Column('uuid', { nullable: true }) claimId!: string | null;
  @Column('text', { nullable: true }) claimState!: string | null;
  @Column(FEN) paidFen!: number;
  @Column(FEN) refundedFen!: number;
  @Column('text', { array: true }) flags!: readonly string[];
  @Column('text', { nullable: true }) tillId!: string | null;
  @Column('text') takenBy!: string;
  @Column('text') placedBy!: string;
  @Column('text', { nullable: true }) via!: string | null;
  @Column('text', { nullable: true }) endedBy!: string | null;
  @Column('text', { nullable: true }) endedVia!: string | null;
  @Column('timestamptz') takenAt!: Date;
  @Column('timestamptz') placedAt!: Date;
  @Column('timestamptz', { nullable: true }) servedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('text', { nullable: true }) endReason!: string | null;
}

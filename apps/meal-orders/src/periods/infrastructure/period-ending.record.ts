import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('period_ending')
export class PeriodEndingRecord {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: string;
  @Column('text') siteId!: string;
  @Column('date') serviceDate!: string;
  @Column('text', { nullable: true }) mealPeriod!: string | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('integer') served!: number;
  @Column('integer') endedOrders!: number;
  @Column('text') requestedBy!: string;
  @Column('text') correlationId!: string;
  @Column('timestamptz') endedAt!: Date;
  @Column('timestamptz', { nullable: true }) completedAt!: Date | null;
}

import { fenFromSql } from '@doorstep/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Columns that a tender and a refund share. Rows are never changed: the database refuses it. */
abstract class PaymentRecord {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') orderId!: string;
  @Column('text') means!: string;
  @Column('bigint', { transformer: { to: (amount: number) => amount, from: fenFromSql } }) amountFen!: number;
  @Column('text', { nullable: true }) reference!: string | null;
  @Column('text', { nullable: true }) tillId!: string | null;
  @Column('uuid', { nullable: true }) shiftId!: string | null;
  @Column('text') recordedBy!: string;
  @Column('timestamptz') recordedAt!: Date;
}

@Entity('tender')
export class TenderRecord extends PaymentRecord {}

@Entity('refund')
export class RefundRecord extends PaymentRecord {
  @Column('text') reason!: string;
}

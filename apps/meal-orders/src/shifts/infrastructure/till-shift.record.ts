import { fenFromSql } from '@doorstep/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const fen = (amount: string | null): number | null => (amount === null ? null : fenFromSql(amount));
const FEN = { type: 'bigint', transformer: { to: (amount: number | null) => amount, from: fen } } as const;

@Entity('till_shift')
export class TillShiftRecord {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') siteId!: string;
  @Column('text') tillId!: string;
  @Column(FEN) openingFloatFen!: number;
  @Column('text') openedBy!: string;
  @Column('timestamptz') openedAt!: Date;
  @Column({ ...FEN, nullable: true }) expectedCashFen!: number | null;
  @Column({ ...FEN, nullable: true }) countedCashFen!: number | null;
  @Column('text', { nullable: true }) closedBy!: string | null;
  @Column('timestamptz', { nullable: true }) closedAt!: Date | null;
}

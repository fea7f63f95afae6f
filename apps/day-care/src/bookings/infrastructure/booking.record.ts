import { Column, Entity, PrimaryColumn } from 'typeorm';

/** pg answers bigint columns as text; an amount of a day fits a number. */
const fenColumn = {
  type: 'bigint',
  nullable: true,
  transformer: {
    from: (value: string | null): number | null => (value === null ? null : Number(value)),
    to: (value: number | null): number | null => value,
  },
} as const;

@Entity({ name: 'booking' })
export class BookingRecord {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  personId!: string;

  @Column({ type: 'text' })
  siteId!: string;

  @Column({ type: 'date' })
  serviceDate!: string;

  @Column({ type: 'text' })
  arrivalTime!: string;

  @Column({ type: 'integer' })
  plannedMinutes!: number;

  @Column({ type: 'boolean' })
  withLunch!: boolean;

  @Column({ type: 'text' })
  bookedBy!: string;

  @Column({ type: 'timestamptz' })
  confirmedAt!: Date;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'timestamptz', nullable: true })
  checkedInAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  checkedOutAt!: Date | null;

  @Column({ type: 'integer', nullable: true })
  minutes!: number | null;

  @Column(fenColumn)
  insurancePaidFen!: number | null;

  @Column({ type: 'text', nullable: true })
  insuranceReference!: string | null;

  @Column(fenColumn)
  otherPublicPaidFen!: number | null;

  @Column({ type: 'timestamptz', nullable: true })
  cancelledAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  cancellationCause!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  noShowAt!: Date | null;
}

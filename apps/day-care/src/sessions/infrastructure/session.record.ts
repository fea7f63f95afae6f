import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'session' })
export class SessionRecord {
  @PrimaryColumn({ type: 'text' })
  siteId!: string;

  @PrimaryColumn({ type: 'date' })
  serviceDate!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'integer' })
  places!: number;

  @Column({ type: 'integer' })
  booked!: number;

  @Column({ type: 'integer' })
  offered!: number;

  @Column({ type: 'integer' })
  waiting!: number;

  @Column({ type: 'text' })
  openingTime!: string;

  @Column({ type: 'text' })
  closingTime!: string;

  @Column({ type: 'integer' })
  noticeMinutes!: number;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PeriodWindow, Site } from '../domain/site.js';

@Entity({ name: 'site' })
export class SiteRecord {
  @PrimaryColumn('text')
  siteId!: string;

  @Column('integer')
  version!: number;

  @Column('text')
  siteKind!: Site['siteKind'];

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  phone!: string | null;

  @Column('text', { nullable: true })
  province!: string | null;

  @Column('text')
  city!: string;

  @Column('text')
  district!: string;

  @Column('text')
  town!: string;

  @Column('text', { nullable: true })
  schedule!: string | null;

  /** bigint columns are read as text. */
  @Column('bigint', { nullable: true })
  standardMealPriceFen!: string | null;

  @Column('bigint')
  deliveryFeeFen!: string;

  @Column('text', { nullable: true })
  mealPackId!: string | null;

  @Column('text', { nullable: true })
  dayCarePackId!: string | null;

  @Column('jsonb')
  periods!: PeriodWindow[];

  @Column('integer')
  places!: number;

  @Column('boolean')
  active!: boolean;

  @Column('timestamptz')
  recordedAt!: Date;

  @Column('text')
  recordedBy!: string;

  @Column('uuid', { nullable: true })
  importId!: string | null;
}

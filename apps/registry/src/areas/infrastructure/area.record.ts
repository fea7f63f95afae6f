import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AreaKind } from '../domain/area.js';

@Entity({ name: 'area' })
export class AreaRecord {
  @PrimaryColumn('text')
  code!: string;

  @Column('text')
  kind!: AreaKind;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  parentCode!: string | null;

  @Column('timestamptz')
  recordedAt!: Date;

  @Column('text')
  recordedBy!: string;

  @Column('uuid', { nullable: true })
  importId!: string | null;
}

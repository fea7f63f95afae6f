import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'person' })
export class PersonRecord {
  @PrimaryColumn('uuid')
  personId!: string;

  @Column('text', { nullable: true })
  externalRef!: string | null;

  @Column('timestamptz')
  registeredAt!: Date;

  @Column('text')
  registeredBy!: string;

  @Column('uuid', { nullable: true })
  importId!: string | null;

  @Column('timestamptz', { nullable: true })
  erasedAt!: Date | null;
}

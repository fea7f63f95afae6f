import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'centre' })
export class CentreRecord {
  @PrimaryColumn({ type: 'text' })
  siteId!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', nullable: true })
  phone!: string | null;

  @Column({ type: 'text' })
  city!: string;

  @Column({ type: 'text' })
  district!: string;

  @Column({ type: 'text' })
  town!: string;

  @Column({ type: 'boolean' })
  active!: boolean;
}

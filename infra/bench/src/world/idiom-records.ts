import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';

// The tables of meal-orders as a usual TypeORM service would map them.

@Entity('idempotency_key')
export class KeyEntity {
  @PrimaryColumn('text') principal!: string;
  @PrimaryColumn('text') route!: string;
  @PrimaryColumn('text') key!: string;
  @Column('text') bodyHash!: string;
  @Column('smallint') status!: number;
  @Column('text') resourceId!: string;
}

@Entity('site_projection')
export class SiteEntity {
  @PrimaryColumn('text') siteId!: string;
  @Column('jsonb') state!: object;
}

@Entity('person_projection')
export class PersonEntity {
  @PrimaryColumn('uuid') personId!: string;
  @Column('jsonb') facts!: object[];
}

@Entity('entitlement_projection')
export class EntitlementEntity {
  @PrimaryColumn('uuid') personId!: string;
  @Column('jsonb') claims!: object[];
  @Column('jsonb') lots!: object[];
  @Column('jsonb') vouchers!: object[];
}

@Entity('menu')
export class MenuEntity {
  @PrimaryColumn('text') siteId!: string;
  @PrimaryColumn('date') serviceDate!: string;
  @PrimaryColumn('text') mealPeriod!: string;
  @Column('timestamptz', { nullable: true }) publishedAt!: Date | null;
  @OneToMany(() => DishEntity, (dish) => dish.menu) dishes!: Relation<DishEntity[]>;
}

@Entity('menu_dish')
export class DishEntity {
  @PrimaryColumn('text') siteId!: string;
  @PrimaryColumn('date') serviceDate!: string;
  @PrimaryColumn('text') mealPeriod!: string;
  @PrimaryColumn('uuid') dishId!: string;
  @Column('text') name!: string;
  @Column('bigint', { transformer: { to: (fen: number) => fen, from: Number } }) priceFen!: number;
  @Column('boolean') standardSet!: boolean;
  @Column('boolean') soldOut!: boolean;
  @Column('boolean') removed!: boolean;
  @Column('integer', { nullable: true }) quantityLimit!: number | null;
  @Column('integer') taken!: number;
  @ManyToOne(() => MenuEntity, (menu) => menu.dishes)
  @JoinColumn([
    { name: 'site_id', referencedColumnName: 'siteId' },
    { name: 'service_date', referencedColumnName: 'serviceDate' },
    { name: 'meal_period', referencedColumnName: 'mealPeriod' },
  ])
  menu!: Relation<MenuEntity>;
}

@Entity('outbox')
export class OutboxEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') topic!: string;
  @Column('smallint') partition!: number;
  @Column('text') key!: string;
  @Column('text') type!: string;
  @Column('timestamptz') time!: Date;
  @Column('text') actor!: string;
  @Column('text') correlation!: string;
  @Column('text') data!: string;
}

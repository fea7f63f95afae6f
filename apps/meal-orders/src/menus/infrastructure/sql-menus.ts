import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { MenuKey } from '../application/menu-locks.port.js';
import type { MenuChange } from '../application/menus.port.js';
import { Menus } from '../application/menus.port.js';
import type { Menu, OfferedDish } from '../domain/menu.js';
import { COUNT_TAKEN, PUT_DISHES, PUT_MENU, READ_MENU, SET_SOLD_OUT } from './menu.sql.js';

interface MenuRow {
  readonly version: number;
  readonly published_at: Date | null;
  readonly closed: boolean;
  readonly dishes: OfferedDish[];
}

@Injectable()
export class SqlMenus extends Menus {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async find(key: MenuKey): Promise<Menu | undefined> {
    const [row] = await this.dataSource.query<MenuRow[]>(READ_MENU, namesOf(key));
    return row && menuOf(key, row);
  }

  async read(tx: Tx, key: MenuKey): Promise<Menu | undefined> {
    const [row] = await tx.query<MenuRow>(READ_MENU, namesOf(key));
    return row && menuOf(key, row);
  }

  async put(tx: Tx, change: MenuChange): Promise<void> {
    const names = namesOf(change);
    await tx.query(PUT_MENU, [...names, change.version, change.publishedAt, change.changedBy]);
    await tx.query(PUT_DISHES, [...names, JSON.stringify(change.dishes)]);
    await tx.query(COUNT_TAKEN, names);
  }

  async setSoldOut(tx: Tx, key: MenuKey, dishId: string, soldOut: boolean): Promise<void> {
    await tx.query(SET_SOLD_OUT, [...namesOf(key), dishId, soldOut]);
  }
}

function namesOf({ siteId, serviceDate, mealPeriod }: MenuKey): string[] {
  return [siteId, serviceDate, mealPeriod];
}

function menuOf({ siteId, serviceDate, mealPeriod }: MenuKey, row: MenuRow): Menu {
  const { version, published_at: publishedAt, closed, dishes } = row;
  return { siteId, serviceDate: serviceDate as LocalDate, mealPeriod, version, publishedAt, closed, dishes };
}

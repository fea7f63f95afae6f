import type { Tx } from '@doorstep/persistence';
import type { Dish, Menu } from '../domain/menu.js';
import type { MenuKey } from './menu-locks.port.js';

export interface MenuChange extends MenuKey {
  readonly version: number;
  readonly publishedAt: Date | null;
  readonly changedBy: string;
  readonly dishes: readonly Dish[];
}

export abstract class Menus {
  abstract find(key: MenuKey): Promise<Menu | undefined>;
  /** The same inside a transaction that holds the menu's lock. */
  abstract read(tx: Tx, key: MenuKey): Promise<Menu | undefined>;
  /** Writes the menu; dishes that are gone are kept out of sight for orders that name them; stock is counted anew. */
  abstract put(tx: Tx, change: MenuChange): Promise<void>;
  abstract setSoldOut(tx: Tx, key: MenuKey, dishId: string, soldOut: boolean): Promise<void>;
}

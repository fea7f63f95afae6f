import type { Actor } from '@doorstep/auth';
import { maySeePlace } from '@doorstep/auth';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Sites } from '../../projections/application/sites.port.js';
import { MenuNotFoundError, MenuPeriodNotServedError, SiteNotFoundError } from '../domain/menu.errors.js';
import type { Menu } from '../domain/menu.js';
import type { MenuKey } from './menu-locks.port.js';
import { MenuLocks } from './menu-locks.port.js';
import { Menus } from './menus.port.js';

/** The way to every change of a menu: own site only, the site's lane, the menu alone. */
@Injectable()
export class MenuWrites {
  constructor(
    private readonly transactions: Transactions,
    private readonly locks: MenuLocks,
    private readonly menus: Menus,
    private readonly sites: Sites,
  ) {}

  async run(key: MenuKey, actor: Actor, work: (tx: Tx, present: Menu | undefined) => Promise<void>): Promise<Menu> {
    await this.checkSite(key, actor);
    await this.transactions.run({ keys: [{ space: 'site', key: key.siteId }] }, async (tx) => {
      await this.locks.exclude(tx, [key]);
      await work(tx, await this.menus.read(tx, key));
    });
    const menu = await this.menus.find(key);
    if (!menu) throw new MenuNotFoundError();
    return menu;
  }

  private async checkSite({ siteId, mealPeriod }: MenuKey, actor: Actor): Promise<void> {
    const site = maySeePlace(actor, siteId) ? await this.sites.find(siteId) : undefined;
    if (!site?.active) throw new SiteNotFoundError();
    if (!site.periods.some((period) => period.mealPeriod === mealPeriod))
      throw new MenuPeriodNotServedError(mealPeriod);
  }
}

import type { Actor } from '@doorstep/auth';
import { maySeePlace } from '@doorstep/auth';
import type { LocalDate } from '@doorstep/kernel';
import { Injectable } from '@nestjs/common';
import { SiteCalendars } from '../../projections/application/site-calendars.port.js';
import { MenuNotFoundError } from '../domain/menu.errors.js';
import type { Menu } from '../domain/menu.js';
import type { MenuKey } from './menu-locks.port.js';
import { Menus } from './menus.port.js';

/** A published menu is for everybody who may order anywhere; a draft is for its site. */
@Injectable()
export class FindMenuHandler {
  constructor(
    private readonly menus: Menus,
    private readonly calendars: SiteCalendars,
  ) {}

  async execute(key: MenuKey, actor: Actor): Promise<Menu> {
    const menu = await this.menus.find(key);
    if (!menu || (!menu.publishedAt && !maySeePlace(actor, key.siteId))) throw new MenuNotFoundError();
    const closed = await this.calendars.closedDays(key.siteId, key.serviceDate as LocalDate, 1);
    return closed.length > 0 ? { ...menu, closed: true } : menu;
  }
}

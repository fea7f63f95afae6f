import type { Actor } from '@doorstep/auth';
import { maySeePlace } from '@doorstep/auth';
import { Injectable } from '@nestjs/common';
import { MenuNotFoundError } from '../domain/menu.errors.js';
import type { Menu } from '../domain/menu.js';
import type { MenuKey } from './menu-locks.port.js';
import { Menus } from './menus.port.js';

/** A published menu is for everybody who may order anywhere; a draft is for its site. */
@Injectable()
export class FindMenuHandler {
  constructor(private readonly menus: Menus) {}

  async execute(key: MenuKey, actor: Actor): Promise<Menu> {
    const menu = await this.menus.find(key);
    if (!menu || (!menu.publishedAt && !maySeePlace(actor, key.siteId))) throw new MenuNotFoundError();
    return menu;
  }
}

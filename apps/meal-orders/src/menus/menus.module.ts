import { Module } from '@nestjs/common';
import { ProjectionsModule } from '../projections/projections.module.js';
import { MenusController } from './api/menus.controller.js';
import { FindMenuHandler } from './application/find-menu.handler.js';
import { MenuLocks } from './application/menu-locks.port.js';
import { Menus } from './application/menus.port.js';
import { MenuWrites } from './application/menu-writes.js';
import { PutMenuHandler } from './application/put-menu.handler.js';
import { SellOutHandler } from './application/sell-out.handler.js';
import { AdvisoryMenuLocks } from './infrastructure/advisory-menu-locks.js';
import { SqlMenus } from './infrastructure/sql-menus.js';

@Module({
  imports: [ProjectionsModule],
  controllers: [MenusController],
  providers: [
    FindMenuHandler,
    PutMenuHandler,
    SellOutHandler,
    MenuWrites,
    { provide: MenuLocks, useClass: AdvisoryMenuLocks },
    { provide: Menus, useClass: SqlMenus },
  ],
  exports: [MenuLocks],
})
export class MenusModule {}

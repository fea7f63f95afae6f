import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { MenuPath, MenuView, PutMenu, SellOut } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, assertVersion, HttpProblemError, IdempotencyKey, IfMatch, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { FindMenuHandler } from '../application/find-menu.handler.js';
import { PutMenuHandler } from '../application/put-menu.handler.js';
import { SellOutHandler } from '../application/sell-out.handler.js';
import { menuView } from './menu.view.js';

@Controller('v1/sites/:siteId/menus/:serviceDate/:mealPeriod')
export class MenusController {
  constructor(
    private readonly finding: FindMenuHandler,
    private readonly putting: PutMenuHandler,
    private readonly selling: SellOutHandler,
  ) {}

  @Get()
  @RequirePermission('meal-orders.menu.read')
  @Answer(MenuView, 200, { etag: 'version' })
  async find(@Param({ schema: MenuPath }) path: MenuPath, @CurrentActor() actor: Actor): Promise<MenuView> {
    return menuView(await this.finding.execute(path, actor));
  }

  @Put()
  @RequirePermission('meal-orders.menu.write')
  @Answer(MenuView, 200, { etag: 'version' })
  async put(
    @Param({ schema: MenuPath }) path: MenuPath,
    @Body({ schema: PutMenu }) body: PutMenu,
    @IfMatch({ optional: true }) seen: number | undefined,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<MenuView> {
    const checkSeen = (present: number | undefined): void => checkVersion(seen, present);
    return menuView(await this.putting.execute({ key: path, body, checkSeen, actor, meta }));
  }

  @Post('sell-outs')
  @RequirePermission('meal-orders.menu.write')
  @Answer(MenuView, 200, { etag: 'version' })
  async sellOut(
    @Param({ schema: MenuPath }) path: MenuPath,
    @Body({ schema: SellOut }) body: SellOut,
    @IdempotencyKey() request: IdempotentRequest,
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
  ): Promise<MenuView> {
    return menuView(await this.selling.execute({ key: path, body, actor, request, meta }));
  }
}

/** The first menu needs no If-Match; every change does. */
function checkVersion(seen: number | undefined, present: number | undefined): void {
  if (seen !== undefined) assertVersion(seen, present ?? 0);
  else if (present !== undefined)
    throw new HttpProblemError(428, 'HTTP.PRECONDITION_REQUIRED', 'send If-Match with the ETag that you have seen');
}

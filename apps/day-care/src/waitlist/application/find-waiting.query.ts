import type { Actor } from '@doorstep/auth';
import { AreaReach } from '@doorstep/auth';
import type { WaitingList, WaitingListQuery, WaitingView } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { assertMayList, assertMaySee, viewScopeOf } from '../../bookings/application/booking-access.js';
import { WaitingNotFoundError } from '../domain/waiting.errors.js';
import { Waitings } from './waitings.port.js';

@Injectable()
export class FindWaiting {
  constructor(
    private readonly transactions: Transactions,
    private readonly waitings: Waitings,
    private readonly areaReach: AreaReach,
  ) {}

  async one(actor: Actor, id: string): Promise<WaitingView> {
    const view = await this.transactions.read((tx) => this.waitings.view(tx, id));
    if (!view) throw new WaitingNotFoundError();
    assertMaySee(await this.areaReach.to(actor, view.personId), view);
    return view;
  }

  async list(caller: Actor, query: WaitingListQuery): Promise<WaitingList> {
    const actor = await this.areaReach.to(caller, query.personId);
    assertMayList(actor, query.siteId, query.personId);
    const items = await this.transactions.read((tx) => this.waitings.list(tx, query, viewScopeOf(actor)));
    return { items };
  }
}

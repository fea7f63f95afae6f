import type { Actor } from '@doorstep/auth';
import { accountShownTo, AreaReach } from '@doorstep/auth';
import type { BookingListQuery, BookingPage, BookingView } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { BookingNotFoundError } from '../domain/booking.errors.js';
import { assertMayList, assertMaySee, viewScopeOf } from './booking-access.js';
import { cursorFrom, cursorText } from './booking-cursor.js';
import { BookingViews } from './booking-views.port.js';

@Injectable()
export class FindBookings {
  constructor(
    private readonly transactions: Transactions,
    private readonly views: BookingViews,
    private readonly areaReach: AreaReach,
  ) {}

  async one(actor: Actor, id: string): Promise<BookingView> {
    const view = await this.transactions.read((tx) => this.views.find(tx, id));
    if (!view) throw new BookingNotFoundError();
    assertMaySee(await this.areaReach.to(actor, view.personId), view);
    return shownTo(actor, view);
  }

  async page(caller: Actor, query: BookingListQuery): Promise<BookingPage> {
    const actor = await this.areaReach.to(caller, query.personId);
    assertMayList(actor, query.siteId, query.personId);
    const after = cursorFrom(query.cursor);
    const found = await this.transactions.read((tx) =>
      this.views.list(tx, query, viewScopeOf(actor), { after, limit: query.limit + 1 }),
    );
    const items = found.slice(0, query.limit).map((view) => shownTo(caller, view));
    const last = items.at(-1);
    return { items, next: found.length > query.limit && last ? cursorText(last) : null };
  }
}

/** Who did what is shown as accounts to staff only; everybody else sees the own. */
function shownTo(caller: Actor, view: BookingView): BookingView {
  const shown = ({ by, via }: BookingView['placed']) => ({ by: accountShownTo(caller, by), via });
  return { ...view, placed: shown(view.placed), cancelled: view.cancelled && shown(view.cancelled) };
}

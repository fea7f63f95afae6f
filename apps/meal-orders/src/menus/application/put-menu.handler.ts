import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { PutMenu } from '@doorstep/contracts';
import { MenuPublishedV1 } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import type { EventMeta, NewEvent } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import type { Menu } from '../domain/menu.js';
import { checkMenuDate, isAlready, nextVersion } from '../domain/menu.js';
import type { MenuKey } from './menu-locks.port.js';
import { MenuWrites } from './menu-writes.js';
import type { MenuChange } from './menus.port.js';
import { Menus } from './menus.port.js';

export interface PutMenuCommand {
  readonly key: MenuKey;
  readonly body: PutMenu;
  /**
   * Throws when the caller has not seen the present version (undefined: there is none yet). Not asked when nothing would change: the
   * request was done already and its answer lost (RFC 9110, 13.1.1).
   */
  readonly checkSeen: (present: number | undefined) => void;
  readonly actor: Actor;
  readonly meta: EventMeta;
}

/** Writes a whole menu. The first one needs no version, every change names the one it rests on. */
@Injectable()
export class PutMenuHandler {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly writes: MenuWrites,
    private readonly menus: Menus,
    private readonly outbox: Outbox,
  ) {}

  async execute({ key, body, checkSeen, actor, meta }: PutMenuCommand): Promise<Menu> {
    const now = this.clock.now();
    checkMenuDate(key.serviceDate as LocalDate, shanghaiDate(now));
    return this.writes.run(key, actor, async (tx, present) => {
      if (present && isAlready(present, body.dishes, body.publish)) return;
      checkSeen(present?.version);
      const version = nextVersion(present, body.publish);
      const publishedAt = present?.publishedAt ?? (body.publish ? now : null);
      const change = { ...key, version, publishedAt, changedBy: actorRef(actor), dishes: body.dishes };
      await this.menus.put(tx, change);
      if (publishedAt) await this.outbox.add(tx, meta, publishedEvent(change, now));
    });
  }
}

function publishedEvent({ siteId, serviceDate, mealPeriod, version, dishes }: MenuChange, now: Date): NewEvent {
  return newEvent(MenuPublishedV1, siteId, {
    ...{ siteId, serviceDate, mealPeriod, version },
    dishes: dishes.map(({ id, dietTags, ...dish }) => ({ ...dish, dishId: id, dietTags: [...dietTags] })),
    publishedAt: now.toISOString(),
  });
}

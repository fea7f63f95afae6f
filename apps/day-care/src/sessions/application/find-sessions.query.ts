import type { Actor } from '@doorstep/auth';
import { maySeePlace } from '@doorstep/auth';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, epochDay, shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Centres } from '../../centres/application/centres.port.js';
import { CentreNotFoundError } from '../../centres/domain/centre.errors.js';
import { ListRangeError, SessionNotFoundError } from '../domain/session.errors.js';
import type { Session } from '../domain/session.js';
import { Sessions } from './sessions.port.js';

const MAX_DAYS = 92;
const USUAL_DAYS = 28;

/** Places are public within the city; only staff that is bound to sites sees no other centre than its own. */
@Injectable()
export class FindSessions {
  constructor(
    private readonly transactions: Transactions,
    private readonly centres: Centres,
    private readonly sessions: Sessions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  one(actor: Actor, siteId: string, serviceDate: LocalDate): Promise<Session> {
    return this.transactions.read(async (tx) => {
      await this.assertVisible(tx, actor, siteId);
      const session = await this.sessions.find(tx, siteId, serviceDate);
      if (!session) throw new SessionNotFoundError(siteId, serviceDate);
      return session;
    });
  }

  list(actor: Actor, siteId: string, from: LocalDate | undefined, to: LocalDate | undefined): Promise<Session[]> {
    const first = from ?? shanghaiDate(this.clock.now());
    const last = to ?? addDays(first, USUAL_DAYS - 1);
    const days = epochDay(last) - epochDay(first) + 1;
    if (days < 1 || days > MAX_DAYS) throw new ListRangeError(MAX_DAYS);
    return this.transactions.read(async (tx) => {
      await this.assertVisible(tx, actor, siteId);
      return this.sessions.list(tx, siteId, first, last);
    });
  }

  private async assertVisible(tx: Tx, actor: Actor, siteId: string): Promise<void> {
    const boundToSites = actor.scope.sites !== undefined && !maySeePlace(actor, siteId);
    if (boundToSites || !(await this.centres.find(tx, siteId))) throw new CentreNotFoundError(siteId);
  }
}

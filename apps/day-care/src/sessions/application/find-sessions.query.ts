import type { Actor } from '@doorstep/auth';
import { maySeePlace } from '@doorstep/auth';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, epochDay, shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Centres } from '../../centres/application/centres.port.js';
import type { Centre } from '../../centres/domain/centre.js';
import { CentreNotFoundError } from '../../centres/domain/centre.errors.js';
import { ListRangeError, SessionNotFoundError } from '../domain/session.errors.js';
import type { Session } from '../domain/session.js';
import type { SessionOnItsDay } from './sessions-on-their-days.js';
import { SessionsOnTheirDays } from './sessions-on-their-days.js';
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
    private readonly days: SessionsOnTheirDays,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  one(actor: Actor, siteId: string, serviceDate: LocalDate): Promise<SessionOnItsDay> {
    return this.transactions.read(async (tx) => {
      const centre = await this.visible(tx, actor, siteId);
      const session = await this.sessions.find(tx, siteId, serviceDate);
      const [found] = session ? await this.days.of(tx, centre, [session]) : [];
      if (!found) throw new SessionNotFoundError(siteId, serviceDate);
      return found;
    });
  }

  list(
    actor: Actor,
    siteId: string,
    from: LocalDate | undefined,
    to: LocalDate | undefined,
  ): Promise<SessionOnItsDay[]> {
    const first = from ?? shanghaiDate(this.clock.now());
    const last = to ?? addDays(first, USUAL_DAYS - 1);
    const days = epochDay(last) - epochDay(first) + 1;
    if (days < 1 || days > MAX_DAYS) throw new ListRangeError(MAX_DAYS);
    return this.transactions.read(async (tx) => {
      const centre = await this.visible(tx, actor, siteId);
      return this.days.of(tx, centre, await this.sessions.list(tx, siteId, first, last));
    });
  }

  /** One that the caller has just planned. */
  planned(session: Session): Promise<SessionOnItsDay> {
    return this.transactions.read(async (tx) => {
      const centre = await this.centres.find(tx, session.siteId);
      const [found] = centre ? await this.days.of(tx, centre, [session]) : [];
      return found ?? { session, closed: undefined };
    });
  }

  private async visible(tx: Tx, actor: Actor, siteId: string): Promise<Centre> {
    const boundToSites = actor.scope.sites !== undefined && !maySeePlace(actor, siteId);
    const centre = boundToSites ? undefined : await this.centres.find(tx, siteId);
    if (!centre) throw new CentreNotFoundError(siteId);
    return centre;
  }
}

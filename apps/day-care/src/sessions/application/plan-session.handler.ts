import type { Actor } from '@doorstep/auth';
import { maySeePlace } from '@doorstep/auth';
import { SessionPlannedV1 } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Centres } from '../../centres/application/centres.port.js';
import { CentreClosedError, CentreNotFoundError } from '../../centres/domain/centre.errors.js';
import { HoursExcludeBookingsError } from '../domain/session.errors.js';
import type { Session, SessionPlan } from '../domain/session.js';
import { assertPlannable, isPlannedAs, replan } from '../domain/session.js';
import { Sessions } from './sessions.port.js';

export interface PlanSessionCommand {
  readonly actor: Actor;
  readonly siteId: string;
  readonly serviceDate: LocalDate;
  readonly plan: SessionPlan;
  /**
   * Refuses when the version that the caller knew is not the present one; 0 = there is none yet. Not asked when nothing would change: the
   * request was done already and its answer lost (RFC 9110, 13.1.1).
   */
  readonly assertVersion: (present: number) => void;
  readonly meta: EventMeta;
}

@Injectable()
export class PlanSessionHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly centres: Centres,
    private readonly sessions: Sessions,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: PlanSessionCommand): Promise<Session> {
    const { actor, siteId, serviceDate, meta } = command;
    if (!maySeePlace(actor, siteId)) throw new CentreNotFoundError(siteId);
    return this.transactions.run({ keys: [{ space: 'site', key: siteId }] }, async (tx) => {
      await this.assertOpenCentre(tx, siteId);
      assertPlannable(serviceDate, this.clock.now());
      const before = await this.sessions.lock(tx, siteId, serviceDate);
      if (before && isPlannedAs(before, command.plan)) return before;
      command.assertVersion(before?.version ?? 0);
      const session = before
        ? replan(before, command.plan)
        : { ...command.plan, siteId, serviceDate, version: 1, booked: 0, offered: 0, waiting: 0 };
      const outside = before ? await this.sessions.countOutsideHours(tx, session) : 0;
      if (outside > 0) throw new HoursExcludeBookingsError(outside);
      await this.sessions.save(tx, session);
      await this.outbox.add(tx, meta, this.planned(session));
      return session;
    });
  }

  private async assertOpenCentre(tx: Tx, siteId: string): Promise<void> {
    const centre = await this.centres.find(tx, siteId);
    if (!centre) throw new CentreNotFoundError(siteId);
    if (!centre.active) throw new CentreClosedError(centre);
  }

  private planned({ siteId, serviceDate, version, places, opensAt, closesAt }: Session): ReturnType<typeof newEvent> {
    const at = this.clock.now().toISOString();
    return newEvent(SessionPlannedV1, siteId, { siteId, serviceDate, version, places, opensAt, closesAt, at });
  }
}

import type { Actor } from '@doorstep/auth';
import { actorRef, maySeePlace } from '@doorstep/auth';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Sites } from '../../projections/application/sites.port.js';
import type { Period, SiteTerms } from '../../projections/domain/site-terms.js';
import { EndingPeriodNotServedError, EndingSiteNotFoundError } from '../domain/period-ending.errors.js';
import type { PeriodEnding } from '../domain/period-ending.js';
import { EndOrders } from './end-orders.js';
import { PeriodEndings } from './period-endings.port.js';
import { StartEnding } from './start-ending.js';

export interface EndPeriod {
  readonly kind: PeriodEnding['kind'];
  readonly siteId: string;
  readonly serviceDate: string;
  readonly mealPeriod: Period | null;
  readonly reason: string | null;
  readonly actor: Actor;
  readonly request: IdempotentRequest;
  readonly meta: EventMeta;
}

/** Closes a site or period, or ends a period that is over: first nothing more is taken, then what is open ends. */
@Injectable()
export class EndPeriodHandler {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly sites: Sites,
    private readonly starting: StartEnding,
    private readonly orders: EndOrders,
    private readonly endings: PeriodEndings,
  ) {}

  async execute(command: EndPeriod): Promise<PeriodEnding> {
    const { kind, siteId, mealPeriod, reason, actor, request, meta } = command;
    const site = await this.siteOf(command);
    const now = this.clock.now();
    const serviceDate = command.serviceDate as LocalDate;
    const id = await this.starting.run(
      {
        ...{ id: uuidv7(now.getTime()), kind, siteId, serviceDate, mealPeriod, reason, served: 0, endedOrders: 0 },
        ...{ requestedBy: actorRef(actor), correlationId: meta.correlationId, endedAt: now, completedAt: null },
      },
      mealPeriod === null ? site.periods.map((period) => period.mealPeriod) : [mealPeriod],
      request,
    );
    const ending = (await this.endings.find(id)) as PeriodEnding;
    if (!ending.completedAt) await this.orders.finish(ending);
    return (await this.endings.find(id)) as PeriodEnding;
  }

  private async siteOf({ actor, siteId, mealPeriod }: EndPeriod): Promise<SiteTerms> {
    const site = maySeePlace(actor, siteId) ? await this.sites.find(siteId) : undefined;
    if (!site) throw new EndingSiteNotFoundError();
    if (mealPeriod !== null && !site.periods.some((period) => period.mealPeriod === mealPeriod))
      throw new EndingPeriodNotServedError(mealPeriod);
    return site;
  }
}

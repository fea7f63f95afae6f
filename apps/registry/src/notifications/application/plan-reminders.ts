import type { EventData, MealOrderCancelledV1, MealOrderPlacedV1 } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate, shanghaiInstant } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { SiteRepository } from '../../sites/application/site.repository.port.js';
import type { Site } from '../../sites/domain/site.js';
import type { PlannedNotice } from '../domain/notice.js';
import { NoticeBoard } from './notice-board.port.js';

const A_WEEK = 7;
const MINUTES_BEFORE = 60;
const KIND = 'order_cut_off_near';

type Placed = EventData<typeof MealOrderPlacedV1>;
type Cancelled = EventData<typeof MealOrderCancelledV1>;
type Meal = Pick<Placed, 'siteId' | 'serviceDate' | 'mealPeriod'> & { readonly personId: string };

/**
 * Who ordered a meal ahead is reminded a week later, an hour before orders close, unless it is ordered by then. Whoever walks in and pays
 * orders nothing ahead and misses nothing; whoever called the meal off does not want it every week.
 */
@Injectable()
export class PlanReminders {
  constructor(
    private readonly board: NoticeBoard,
    private readonly sites: SiteRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async placed(tx: Tx, orders: readonly Placed[]): Promise<void> {
    const ahead = orders.filter(({ takenBy }) => takenBy !== 'operator').flatMap(mealOf);
    if (ahead.length === 0) return;
    const known = await this.sites.findMany(tx, [...new Set(ahead.map(({ siteId }) => siteId))]);
    const sites = new Map(known.map((site) => [site.siteId, site]));
    await this.board.remind(
      tx,
      ahead.flatMap((meal) => this.planOf(meal, sites.get(meal.siteId))),
    );
  }

  async calledOff(tx: Tx, orders: readonly Cancelled[]): Promise<void> {
    const unwanted = orders.filter(({ cause }) => cause === 'customer').flatMap(mealOf);
    await this.board.unplan(
      tx,
      KIND,
      unwanted.map((meal) => ({ personId: meal.personId, onceKey: keyOf(meal, weekAfter(meal)) })),
    );
  }

  private planOf(meal: Meal, site: Site | undefined): PlannedNotice[] {
    const { personId, siteId, mealPeriod } = meal;
    const date = weekAfter(meal);
    const period = site?.periods.find((each) => each.mealPeriod === mealPeriod);
    if (!site?.active || !period) return [];
    const until = shanghaiInstant(period.cutOffDayBefore ? addDays(date, -1) : date, period.cutOffAt);
    if (until <= this.clock.now()) return [];
    const dueAt = new Date(until.getTime() - MINUTES_BEFORE * 60_000);
    const ref = keyOf(meal, date);
    const about = { ref, siteId, date, mealPeriod };
    return [{ personId, kind: KIND, onceKey: ref, about, dueOn: shanghaiDate(dueAt), dueAt, until }];
  }
}

function mealOf({ personId, siteId, serviceDate, mealPeriod }: Placed | Cancelled): Meal[] {
  return personId === null ? [] : [{ personId, siteId, serviceDate, mealPeriod }];
}

function weekAfter({ serviceDate }: Meal): LocalDate {
  return addDays(serviceDate as LocalDate, A_WEEK);
}

/** The occasion: one meal of one day, whichever site it was ordered at. */
function keyOf({ mealPeriod }: Meal, date: LocalDate): string {
  return `meal/${date}/${mealPeriod}`;
}

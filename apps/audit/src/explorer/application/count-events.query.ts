import type {
  EventFilterQuery,
  EventHistogram,
  EventHistogramQuery,
  EventTotals,
  EventTotalsQuery,
  HistogramBucket,
  TotalsKey,
} from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { TooManyBarsError } from '../domain/explorer.errors.js';
import { bucketFor } from '../domain/histogram.js';
import { eventsUrl, filterOf } from './event-filter.js';
import type { Sum } from './fact-reader.port.js';
import { FactReader } from './fact-reader.port.js';
import { Look } from './look.js';

const MOST_BARS = 1_000;

/** Counts over whatever a filter finds. Each number comes with the address of the very events that it counts. */
@Injectable()
export class CountEvents {
  constructor(
    private readonly look: Look,
    private readonly facts: FactReader,
  ) {}

  histogram({ bucket: asked, ...query }: EventHistogramQuery): Promise<EventHistogram> {
    const filter = filterOf(query);
    return this.look.at(query.snapshot, async (tx, snapshot) => {
      const span = await this.facts.span(tx, filter, snapshot);
      const bucket: HistogramBucket = asked ?? bucketFor(span);
      const bars = await this.facts.bars(tx, filter, snapshot, bucket, MOST_BARS + 1);
      if (bars.length > MOST_BARS) throw new TooManyBarsError(MOST_BARS);
      const items = bars.map(({ from, to, ...sum }) => {
        // The first and last bar reach no further than the question.
        const range = {
          from: (filter.from && filter.from > from ? filter.from : from).toISOString(),
          to: (filter.to && filter.to < to ? filter.to : to).toISOString(),
        };
        return { ...range, ...sum, eventsUrl: eventsUrl(query, snapshot, range) };
      });
      return { snapshot: snapshot.toString(), bucket, items, total: totalOf(bars, eventsUrl(query, snapshot)) };
    });
  }

  totals({ groupBy, limit, ...query }: EventTotalsQuery): Promise<EventTotals> {
    const filter = filterOf(query);
    return this.look.at(query.snapshot, async (tx, snapshot) => {
      const { items, groups, total } = await this.facts.groups(tx, filter, snapshot, groupBy, limit);
      return {
        snapshot: snapshot.toString(),
        groupBy,
        items: items.map((item) => ({ ...item, eventsUrl: eventsUrl(query, snapshot, narrowing(groupBy, item.key)) })),
        groups,
        total: { ...total, eventsUrl: eventsUrl(query, snapshot) },
      };
    });
  }
}

function totalOf(bars: readonly Sum[], url: string): Sum & { eventsUrl: string } {
  const events = bars.reduce((sum, bar) => sum + bar.events, 0);
  return { events, amountFen: bars.reduce((sum, bar) => sum + bar.amountFen, 0), eventsUrl: url };
}

/** What must be asked besides to find just the events of one group. */
function narrowing(groupBy: TotalsKey, key: string | null): EventFilterQuery {
  switch (groupBy) {
    case 'site':
      return key === null ? { without: 'site' } : { siteId: key };
    case 'city':
    case 'district':
    case 'town':
      return key === null ? { without: groupBy } : { siteArea: key };
    case 'till':
      return key === null ? { without: 'till' } : { tillId: key };
    case 'reason':
    case 'funder':
    case 'actor':
    case 'type':
    case 'source':
      return key === null ? { without: groupBy } : { [groupBy]: key };
  }
}

import { RequirePermission } from '@doorstep/auth';
import {
  EventHistogram,
  EventHistogramQuery,
  EventListQuery,
  EventTotals,
  EventTotalsQuery,
  Id,
  JournalEntryPage,
  JournalEntryView,
} from '@doorstep/contracts';
import { Answer, ListOf } from '@doorstep/observability';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import { CountEvents } from '../application/count-events.query.js';
import { FindEvents } from '../application/find-events.query.js';

@Controller('v1/events')
@RequirePermission('audit.events.read')
export class EventsController {
  constructor(
    private readonly events: FindEvents,
    private readonly counting: CountEvents,
  ) {}

  @Get()
  @LooksUp('search')
  @Answer(JournalEntryPage)
  list(@Query({ schema: EventListQuery }) query: EventListQuery): Promise<JournalEntryPage> {
    return this.events.page(query);
  }

  @Get('histogram')
  @LooksUp('histogram')
  @ListOf(EventHistogram, 'event-histogram')
  histogram(@Query({ schema: EventHistogramQuery }) query: EventHistogramQuery): Promise<EventHistogram> {
    return this.counting.histogram(query);
  }

  @Get('totals')
  @LooksUp('totals')
  @ListOf(EventTotals, 'event-totals', { first: true })
  totals(@Query({ schema: EventTotalsQuery }) query: EventTotalsQuery): Promise<EventTotals> {
    return this.counting.totals(query);
  }

  @Get(':eventId')
  @LooksUp('event')
  @Answer(JournalEntryView)
  get(@Param('eventId', { schema: Id }) eventId: string): Promise<JournalEntryView> {
    return this.events.one(eventId);
  }
}

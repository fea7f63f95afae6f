import { RequirePermission } from '@doorstep/auth';
import { EventListQuery, Id, JournalEntryPage, JournalEntryView } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { FindEvents } from '../application/find-events.query.js';

@Controller('v1/events')
export class EventsController {
  constructor(private readonly events: FindEvents) {}

  @Get()
  @RequirePermission('audit.events.read')
  @Answer(JournalEntryPage)
  list(@Query({ schema: EventListQuery }) query: EventListQuery): Promise<JournalEntryPage> {
    return this.events.page(query);
  }

  @Get(':eventId')
  @RequirePermission('audit.events.read')
  @Answer(JournalEntryView)
  get(@Param('eventId', { schema: Id }) eventId: string): Promise<JournalEntryView> {
    return this.events.one(eventId);
  }
}

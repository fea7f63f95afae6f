import { RequirePermission } from '@doorstep/auth';
import { JournalEntryPage, TimelinePath, TimelineQuery } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import { TellStory } from '../application/tell-story.query.js';

@Controller('v1/timelines')
export class TimelinesController {
  constructor(private readonly story: TellStory) {}

  @Get(':kind/:id')
  @LooksUp('timeline')
  @RequirePermission('audit.events.read')
  @Answer(JournalEntryPage)
  page(
    @Param({ schema: TimelinePath }) path: TimelinePath,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
  ): Promise<JournalEntryPage> {
    return this.story.page(path, query);
  }
}

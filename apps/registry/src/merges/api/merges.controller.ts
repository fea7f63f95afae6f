import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { Id, MergePeople, MergeView, PersonMerges, UndoMerge } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, CLOCK, IfMatch, Meta } from '@doorstep/observability';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { FindMerges } from '../application/find-merges.query.js';
import { MergePeople as MergePeopleHandler } from '../application/merge-people.handler.js';
import { UndoMerge as UndoMergeHandler } from '../application/undo-merge.handler.js';

/** A merge names the versions of both files that the caller has compared, so a doubled request does nothing twice. */
@Controller('v1')
export class MergesController {
  constructor(
    private readonly findMerges: FindMerges,
    private readonly mergePeople: MergePeopleHandler,
    private readonly undoMerge: UndoMergeHandler,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('people/:id/merges')
  @RequirePermission('registry.merge.read')
  @Answer(PersonMerges, 200, { etag: 'version' })
  list(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) personId: string): Promise<PersonMerges> {
    return this.findMerges.execute(actor, personId);
  }

  @Post('people/:id/merges')
  @RequirePermission('registry.person.merge')
  @Answer(MergeView, 201)
  merge(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IfMatch() seen: number | undefined,
    @Param('id', { schema: Id }) intoPersonId: string,
    @Body({ schema: MergePeople }) body: MergePeople,
  ): Promise<MergeView> {
    return this.mergePeople.execute({ actor, intoPersonId, seen: seen ?? 0, body, at: this.clock.now(), meta });
  }

  @Post('merges/:id/undoing')
  @RequirePermission('registry.person.merge')
  @Answer(MergeView, 200)
  undo(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) mergeId: string,
    @Body({ schema: UndoMerge }) body: UndoMerge,
  ): Promise<MergeView> {
    return this.undoMerge.execute({ actor, mergeId, body, at: this.clock.now(), meta });
  }
}

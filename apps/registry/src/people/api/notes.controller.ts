import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import {
  DietView,
  HealthNotePage,
  HealthNoteQuery,
  HealthNoteView,
  Id,
  PatchContact,
  PutDiet,
  PutHealthNote,
} from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, Meta } from '@doorstep/observability';
import { Body, Controller, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ChangeContact } from '../application/change-contact.handler.js';
import { ViewHealthNote } from '../application/view-health-note.handler.js';
import { WriteNote } from '../application/write-note.handler.js';

@Controller('v1/people/:id')
export class NotesController {
  constructor(
    private readonly writeNote: WriteNote,
    private readonly viewHealthNote: ViewHealthNote,
    private readonly changeContact: ChangeContact,
  ) {}

  @Put('diet')
  @RequirePermission('registry.diet.write')
  @Answer(DietView)
  async diet(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) personId: string,
    @Body({ schema: PutDiet }) { diet, source }: PutDiet,
  ): Promise<DietView> {
    const note = await this.writeNote.execute(actor, personId, { kind: 'diet', content: diet, source });
    return { ...note, diet: note.content, recordedAt: note.recordedAt.toISOString() };
  }

  @Put('health-note')
  @RequirePermission('registry.health-note.write')
  @Answer(HealthNoteView)
  async healthNote(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) personId: string,
    @Body({ schema: PutHealthNote }) { note: text, source }: PutHealthNote,
  ): Promise<HealthNoteView> {
    const note = await this.writeNote.execute(actor, personId, { kind: 'health', content: { note: text }, source });
    return { ...note, ...note.content, recordedAt: note.recordedAt.toISOString() };
  }

  @Get('health-note')
  @RequirePermission('registry.health-note.read')
  @Answer(HealthNoteView)
  async view(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) personId: string,
  ): Promise<HealthNoteView> {
    const note = await this.viewHealthNote.execute(actor, personId, meta);
    return { ...note, ...note.content, recordedAt: note.recordedAt.toISOString() };
  }

  @Get('health-notes')
  @RequirePermission('registry.health-note.read')
  @Answer(HealthNotePage)
  async history(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) personId: string,
    @Query({ schema: HealthNoteQuery }) query: HealthNoteQuery,
  ): Promise<HealthNotePage> {
    const { items, next } = await this.viewHealthNote.page(actor, personId, query, meta);
    const views = items.map((note) => ({ ...note, ...note.content, recordedAt: note.recordedAt.toISOString() }));
    return { items: views, next };
  }

  @Patch('contact')
  @RequirePermission('registry.contact.write')
  @Answer(null)
  contact(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) personId: string,
    @Body({ schema: PatchContact }) body: PatchContact,
  ): Promise<void> {
    return this.changeContact.execute(actor, personId, body, meta);
  }
}

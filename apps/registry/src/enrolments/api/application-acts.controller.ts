import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { AnswerClarification, ApplicationView, AskClarification, DecideApplication, Id } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IfMatch, Meta } from '@doorstep/observability';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApplicantActs } from '../application/applicant-acts.js';
import { ClerkActs } from '../application/clerk-acts.js';

/** Every act names the version that the caller has seen, so a doubled request does nothing twice. */
@Controller('v1/applications/:id')
export class ApplicationActsController {
  constructor(
    private readonly applicant: ApplicantActs,
    private readonly clerk: ClerkActs,
  ) {}

  @Post('submission')
  @RequirePermission('registry.application.write')
  @Answer(ApplicationView, 200, { etag: 'version' })
  submit(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IfMatch() seen: number | undefined,
    @Param('id', { schema: Id }) applicationId: string,
  ): Promise<ApplicationView> {
    return this.applicant.submit({ actor, applicationId, seen: seen ?? 0, meta });
  }

  @Post('answer')
  @RequirePermission('registry.application.write')
  @Answer(ApplicationView, 200, { etag: 'version' })
  answer(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IfMatch() seen: number | undefined,
    @Param('id', { schema: Id }) applicationId: string,
    @Body({ schema: AnswerClarification }) body: AnswerClarification,
  ): Promise<ApplicationView> {
    return this.applicant.answer({ actor, applicationId, seen: seen ?? 0, meta }, body);
  }

  @Post('withdrawal')
  @RequirePermission('registry.application.write')
  @Answer(ApplicationView, 200, { etag: 'version' })
  withdraw(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IfMatch() seen: number | undefined,
    @Param('id', { schema: Id }) applicationId: string,
  ): Promise<ApplicationView> {
    return this.applicant.withdraw({ actor, applicationId, seen: seen ?? 0, meta });
  }

  @Post('clarification')
  @RequirePermission('registry.application.decide')
  @Answer(ApplicationView, 200, { etag: 'version' })
  ask(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IfMatch() seen: number | undefined,
    @Param('id', { schema: Id }) applicationId: string,
    @Body({ schema: AskClarification }) body: AskClarification,
  ): Promise<ApplicationView> {
    return this.clerk.ask({ actor, applicationId, seen: seen ?? 0, meta }, body);
  }

  @Post('decision')
  @RequirePermission('registry.application.decide')
  @Answer(ApplicationView, 200, { etag: 'version' })
  decide(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IfMatch() seen: number | undefined,
    @Param('id', { schema: Id }) applicationId: string,
    @Body({ schema: DecideApplication }) body: DecideApplication,
  ): Promise<ApplicationView> {
    return this.clerk.decide({ actor, applicationId, seen: seen ?? 0, meta }, body);
  }
}

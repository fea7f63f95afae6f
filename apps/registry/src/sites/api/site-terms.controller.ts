import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import {
  Code,
  EndSiteTerm,
  Id,
  RecordSiteTerm,
  SiteProgramme,
  SiteProgrammeQuery,
  SiteTermPage,
  SiteTermQuery,
  SiteTermView,
} from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, ListOf, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ReadTerms } from '../application/read-terms.query.js';
import { RecordTerm } from '../application/record-term.handler.js';

@Controller('v1/sites/:siteId')
export class SiteTermsController {
  constructor(
    private readonly read: ReadTerms,
    private readonly write: RecordTerm,
  ) {}

  @Get('terms')
  @RequirePermission('registry.site.read')
  @ListOf(SiteTermPage, 'site-terms')
  list(
    @Param('siteId', { schema: Code }) siteId: string,
    @Query({ schema: SiteTermQuery }) query: SiteTermQuery,
  ): Promise<SiteTermPage> {
    return this.read.list(siteId, query);
  }

  /** What holds on a day, and on which days from then on the site is open, when and where. */
  @Get('programme')
  @RequirePermission('registry.site.read')
  @Answer(SiteProgramme)
  programme(
    @Param('siteId', { schema: Code }) siteId: string,
    @Query({ schema: SiteProgrammeQuery }) query: SiteProgrammeQuery,
  ): Promise<SiteProgramme> {
    return this.read.programme(siteId, query);
  }

  @Post('terms')
  @RequirePermission('registry.site-term.write')
  @Answer(SiteTermView, 201)
  record(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Param('siteId', { schema: Code }) siteId: string,
    @Body({ schema: RecordSiteTerm }) body: RecordSiteTerm,
  ): Promise<SiteTermView> {
    return this.write.record({ actor, meta, siteId }, body, request);
  }

  /** Doing it again changes nothing. */
  @Post('terms/:termId/end')
  @RequirePermission('registry.site-term.write')
  @Answer(SiteTermView, 200)
  end(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('siteId', { schema: Code }) siteId: string,
    @Param('termId', { schema: Id }) termId: string,
    @Body({ schema: EndSiteTerm }) { on }: EndSiteTerm,
  ): Promise<SiteTermView> {
    return this.write.end({ actor, meta, siteId }, termId, on);
  }
}

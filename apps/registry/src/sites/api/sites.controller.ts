import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { Code, SitePage, SiteQuery, SiteView, WriteSite as WriteSiteBody } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IfMatch, ListOf, Meta } from '@doorstep/observability';
import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ListSites } from '../application/list-sites.query.js';
import { ViewSite } from '../application/view-site.query.js';
import { WriteSite } from '../application/write-site.handler.js';

@Controller('v1/sites')
export class SitesController {
  constructor(
    private readonly listSites: ListSites,
    private readonly viewSite: ViewSite,
    private readonly writeSite: WriteSite,
  ) {}

  @Get()
  @RequirePermission('registry.site.read')
  @ListOf(SitePage, 'sites')
  list(@Query({ schema: SiteQuery }) query: SiteQuery): Promise<SitePage> {
    return this.listSites.execute(query);
  }

  @Get(':id')
  @RequirePermission('registry.site.read')
  @Answer(SiteView, 200, { etag: 'version' })
  view(@Param('id', { schema: Code }) siteId: string): Promise<SiteView> {
    return this.viewSite.execute(siteId);
  }

  /** Creates without If-Match, changes with it. */
  @Put(':id')
  @RequirePermission('registry.site.write')
  @Answer(SiteView, 200, { etag: 'version' })
  write(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IfMatch({ optional: true }) seen: number | undefined,
    @Param('id', { schema: Code }) siteId: string,
    @Body({ schema: WriteSiteBody }) body: WriteSiteBody,
  ): Promise<SiteView> {
    return this.writeSite.execute({ actor, meta, siteId, seen }, body);
  }
}

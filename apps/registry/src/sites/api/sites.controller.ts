import { RequirePermission } from '@doorstep/auth';
import { Code, SitePage, SiteQuery, SiteView } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ListSites } from '../application/list-sites.query.js';
import { ViewSite } from '../application/view-site.query.js';

@Controller('v1/sites')
export class SitesController {
  constructor(
    private readonly listSites: ListSites,
    private readonly viewSite: ViewSite,
  ) {}

  @Get()
  @RequirePermission('registry.site.read')
  @Answer(SitePage)
  list(@Query({ schema: SiteQuery }) query: SiteQuery): Promise<SitePage> {
    return this.listSites.execute(query);
  }

  @Get(':id')
  @RequirePermission('registry.site.read')
  @Answer(SiteView, 200, { etag: 'version' })
  view(@Param('id', { schema: Code }) siteId: string): Promise<SiteView> {
    return this.viewSite.execute(siteId);
  }
}

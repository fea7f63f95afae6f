import type { SitePage, SiteQuery } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { codeOf, pageFrom } from '../../shared/code-cursor.js';
import { SiteRepository } from './site.repository.port.js';
import { siteStateOf } from './site-state.js';

@Injectable()
export class ListSites {
  constructor(
    private readonly transactions: Transactions,
    private readonly sites: SiteRepository,
  ) {}

  async execute({ siteKind, district, town, active, cursor, limit }: SiteQuery): Promise<SitePage> {
    const filter = { siteKind, district, town, active: active === undefined ? undefined : active === 'true' };
    const after = codeOf(cursor);
    const found = await this.transactions.read((tx) => this.sites.list(tx, { ...filter, after, limit: limit + 1 }));
    return pageFrom(found.map(siteStateOf), limit, (site) => site.siteId);
  }
}

import type { SiteView } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { SiteNotFoundError } from '../domain/site.errors.js';
import { SiteRepository } from './site.repository.port.js';
import { siteStateOf } from './site-state.js';

@Injectable()
export class ViewSite {
  constructor(
    private readonly transactions: Transactions,
    private readonly sites: SiteRepository,
  ) {}

  async execute(siteId: string): Promise<SiteView> {
    const [site] = await this.transactions.read((tx) => this.sites.findMany(tx, [siteId]));
    if (!site) throw new SiteNotFoundError(siteId);
    return siteStateOf(site);
  }
}

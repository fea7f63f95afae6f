import type { SiteState } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SiteTerms } from '../domain/site-terms.js';
import { siteTermsOf } from '../application/site-terms.js';
import { Sites } from '../application/sites.port.js';

@Injectable()
export class SqlSites extends Sites {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async find(siteId: string): Promise<SiteTerms | undefined> {
    const sql = 'select state from site_projection where site_id = $1';
    const [row] = await this.dataSource.query<{ state: SiteState }[]>(sql, [siteId]);
    return row && siteTermsOf(row.state);
  }
}

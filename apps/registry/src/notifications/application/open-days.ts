import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { closedOn } from '@doorstep/policy';
import { Injectable } from '@nestjs/common';
import { bySite } from '../../sites/application/by-site.js';
import { SiteTerms } from '../../sites/application/site-terms.port.js';
import { SiteRepository } from '../../sites/application/site.repository.port.js';
import { isMoving } from '../../sites/domain/site.js';
import type { PlannedNotice } from '../domain/notice.js';

/** Nobody is reminded to order a meal for a day on which the canteen stays shut, also when that was planned before it was known. */
@Injectable()
export class OpenDays {
  constructor(
    private readonly sites: SiteRepository,
    private readonly terms: SiteTerms,
  ) {}

  async only(tx: Tx, plans: readonly PlannedNotice[]): Promise<PlannedNotice[]> {
    const named = plans.flatMap(({ kind, about }) =>
      kind === 'order_cut_off_near' && about.siteId !== undefined ? [about.siteId] : [],
    );
    const siteIds = [...new Set(named)];
    if (siteIds.length === 0) return [...plans];
    const sites = new Map((await this.sites.findMany(tx, siteIds)).map((site) => [site.siteId, site]));
    const terms = bySite(await this.terms.of(tx, siteIds));
    return plans.filter(({ kind, about: { siteId, date } }) => {
      const site = kind === 'order_cut_off_near' && siteId !== undefined ? sites.get(siteId) : undefined;
      if (!site || date === undefined) return true;
      return site.active && !closedOn(terms.get(site.siteId) ?? [], date as LocalDate, isMoving(site));
    });
  }
}

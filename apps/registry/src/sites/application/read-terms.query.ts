import type { SiteProgramme, SiteProgrammeQuery, SiteTermPage, SiteTermQuery } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, isLocalDate, shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { termsInForce } from '@doorstep/policy';
import { Inject, Injectable } from '@nestjs/common';
import { codeOf, pageFrom } from '../../shared/code-cursor.js';
import { SiteNotFoundError } from '../domain/site.errors.js';
import type { VersionedSite } from '../domain/site.js';
import { calendarDay } from '../domain/site-calendar.js';
import { siteTermOf } from './site-state.js';
import { SiteTerms } from './site-terms.port.js';
import { SiteRepository } from './site.repository.port.js';

@Injectable()
export class ReadTerms {
  constructor(
    private readonly transactions: Transactions,
    private readonly sites: SiteRepository,
    private readonly terms: SiteTerms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Everything that was ever recorded, in the order of recording. */
  list(siteId: string, { kind, cursor, limit }: SiteTermQuery): Promise<SiteTermPage> {
    const after = Number(codeOf(cursor) || 0);
    return this.transactions.read(async (tx) => {
      await this.site(tx, siteId);
      const found = await this.terms.list(tx, { siteId, kind, after, limit: limit + 1 });
      return pageFrom(found.map(siteTermOf), limit, ({ version }) => String(version));
    });
  }

  /** What holds on a day, and the calendar from then on. */
  programme(siteId: string, { on, days }: SiteProgrammeQuery): Promise<SiteProgramme> {
    const first = (on ?? shanghaiDate(this.clock.now())) as LocalDate;
    return this.transactions.read(async (tx) => {
      const site = await this.site(tx, siteId);
      const terms = await this.terms.of(tx, [siteId]);
      // Calendars end with the last day that dates are allowed for.
      const dates = Array.from({ length: days }, (_each, index) => addDays(first, index)).filter(isLocalDate);
      const calendar = dates.map((date) => calendarDay(site, termsInForce(terms, date), date));
      return {
        siteId,
        on: first,
        terms: termsInForce(terms, first).map(siteTermOf),
        days: calendar.map((day) => ({ ...day, hours: [...day.hours], stops: [...day.stops] })),
      };
    });
  }

  private async site(tx: Tx, siteId: string): Promise<VersionedSite> {
    const [site] = await this.sites.findMany(tx, [siteId]);
    if (!site) throw new SiteNotFoundError(siteId);
    return site;
  }
}

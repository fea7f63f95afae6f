import { shanghaiDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { AreaRepository } from '../../areas/application/area.repository.port.js';
import { SiteNotFoundError, SiteTermRefusedError } from '../domain/site.errors.js';
import type { RecordedTerm } from '../domain/site-programme.js';
import { SiteProgramme } from '../domain/site-programme.js';
import type { SiteTerm, SiteTermValue } from '../domain/site-term.js';
import { FollowTerms } from './follow-terms.js';
import { siteTermRecorded } from './site-state.js';
import type { TermStamp } from './site-terms.port.js';
import { SiteTerms } from './site-terms.port.js';
import { SiteRepository } from './site.repository.port.js';

/** One change of what holds of a site, with its event, and what follows from it today. The lane of the site is held. */
@Injectable()
export class TermBook {
  constructor(
    private readonly sites: SiteRepository,
    private readonly terms: SiteTerms,
    private readonly areas: AreaRepository,
    private readonly follow: FollowTerms,
    private readonly outbox: Outbox,
  ) {}

  async change(
    tx: Tx,
    siteId: string,
    { meta, ...stamp }: TermStamp & { readonly meta: EventMeta },
    how: (programme: SiteProgramme) => RecordedTerm,
  ): Promise<SiteTerm> {
    const [site] = await this.sites.findMany(tx, [siteId]);
    if (!site) throw new SiteNotFoundError(siteId);
    const programme = new SiteProgramme(site, await this.termsOf(tx, siteId), shanghaiDate(stamp.at));
    const { term, changed } = how(programme);
    if (!changed) return term;
    await this.checkNamed(tx, term.term);
    await this.write(tx, [term], { ...stamp, meta });
    return term;
  }

  /** Records terms that were found to be right, of any sites. */
  async write(
    tx: Tx,
    terms: readonly SiteTerm[],
    { meta, ...stamp }: TermStamp & { readonly meta: EventMeta },
  ): Promise<void> {
    await this.terms.add(tx, terms, stamp);
    await this.outbox.add(tx, meta, ...terms.map((term) => siteTermRecorded(term, stamp.at)));
    await this.follow.execute(tx, [...new Set(terms.map(({ siteId }) => siteId))], stamp, meta);
  }

  termsOf(tx: Tx, siteId: string): Promise<SiteTerm[]> {
    return this.terms.of(tx, [siteId]);
  }

  /** What a term names has to be there. Throws SiteTermRefusedError. */
  async checkNamed(tx: Tx, term: SiteTermValue): Promise<void> {
    if (term.kind === 'canteen' && term.suppliedBy !== null) {
      const [supplier] = await this.sites.findMany(tx, [term.suppliedBy]);
      if (supplier?.siteKind !== 'canteen')
        throw new SiteTermRefusedError('SITE_TERM.SUPPLIER_UNKNOWN', 'no such canteen to cook for it');
    }
    if (term.kind !== 'stops') return;
    const codes = [...new Set(term.stops.map(({ town }) => town))];
    const known = await this.areas.histories(tx, codes);
    if (known.filter(({ endedOn }) => endedOn === null).length < codes.length)
      throw new SiteTermRefusedError('SITE_TERM.AREA_UNKNOWN', 'a stop lies in no such area');
  }
}

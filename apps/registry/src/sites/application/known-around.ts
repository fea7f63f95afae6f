import { shanghaiDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { termsInForce } from '@doorstep/policy';
import { Injectable } from '@nestjs/common';
import { AreaRepository } from '../../areas/application/area.repository.port.js';
import { AreaTree } from '../../areas/domain/area-tree.js';
import { SiteRefusedError } from '../domain/site.errors.js';
import type { Site } from '../domain/site.js';
import { agrees } from '../domain/site-term.js';
import { SiteTerms } from './site-terms.port.js';

/** What a site has to agree with: the areas of the city, what it was, and its own terms. */
@Injectable()
export class KnownAround {
  constructor(
    private readonly areas: AreaRepository,
    private readonly terms: SiteTerms,
  ) {}

  /** Throws SiteRefusedError. */
  async check(tx: Tx, site: Site, before: Site | undefined, now: Date): Promise<void> {
    if (before && before.siteKind !== site.siteKind)
      throw new SiteRefusedError('SITE.KIND_STAYS', `a ${before.siteKind} stays one`);
    const problem = new AreaTree(await this.areas.all(tx)).problemOfPlace(
      { city: site.city, district: site.district, town: site.town },
      true,
    );
    if (problem) throw new SiteRefusedError('SITE.AREA_UNKNOWN', `no such ${problem.level} there`);
    const holding = termsInForce(await this.terms.of(tx, [site.siteId]), shanghaiDate(now));
    if (!agrees(site, holding))
      throw new SiteRefusedError('SITE.TERM_SAYS_OTHERWISE', 'prices and places are changed by a term, from a day on');
  }
}

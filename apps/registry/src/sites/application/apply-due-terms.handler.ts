import type { Clock, LocalDate } from '@doorstep/kernel';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { FollowTerms } from './follow-terms.js';
import { SiteTerms } from './site-terms.port.js';

const SITES_AT_ONCE = 200;
const BY = 'client:registry';

/** On the day on which new prices or rooms begin to hold, the site says so. Safe to run twice, and on several machines. */
@Injectable()
export class ApplyDueTerms {
  private doneFor: LocalDate | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly terms: SiteTerms,
    private readonly follow: FollowTerms,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Looks once a day and once after every start; what failed is looked at again. Answers how many sites were changed. */
  async execute(): Promise<number> {
    const now = this.clock.now();
    const today = shanghaiDate(now);
    if (this.doneFor === today) return 0;
    let changed = 0;
    for (let after = ''; ;) {
      const portion = { after, limit: SITES_AT_ONCE };
      const siteIds = await this.transactions.read((tx) => this.terms.sitesSaidOf(tx, today, portion));
      if (siteIds.length > 0) changed += await this.followAll(siteIds, now);
      if (siteIds.length < SITES_AT_ONCE) break;
      after = siteIds.at(-1) ?? after;
    }
    this.doneFor = today;
    return changed;
  }

  private followAll(siteIds: readonly string[], at: Date): Promise<number> {
    const keys = siteIds.map((key) => ({ space: 'site' as const, key }));
    const meta = { actor: BY, correlationId: uuidv7(at.getTime()) };
    return this.transactions.run({ keys }, (tx) =>
      this.follow.execute(tx, siteIds, { at, by: BY, importId: null }, meta),
    );
  }
}

import type { ProposeGrant } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PackShelf } from '../../policies/application/pack-shelf.js';
import { StatementSiteNotFoundError } from '../../statements/domain/statement.errors.js';
import type { Candidate } from '../domain/grant-sum.js';
import { grantOf } from '../domain/grant-sum.js';
import { GrantPeriod } from '../domain/grant-period.js';
import { GrantExistsError, GrantTooEarlyError, GrantUnchangedError } from '../domain/grant.errors.js';
import { GrantStore } from './grant-store.port.js';

/** Counts what was served and computes a grant by the packs. What was confirmed before for the same period is taken off. */
@Injectable()
export class ProposeGrantHandler {
  constructor(
    private readonly store: GrantStore,
    private readonly shelf: PackShelf,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(tx: Tx, wish: ProposeGrant, meta: EventMeta): Promise<void> {
    const at = this.clock.now();
    const { grantId, siteId, schemes, funder, star } = wish;
    const period = new GrantPeriod(wish.period);
    if (at < period.endsAt) throw new GrantTooEarlyError();
    const ground = await this.store.ground(tx, siteId, period);
    if (!ground) throw new StatementSiteNotFoundError();
    await this.shelf.refresh(tx);
    const inputs = { ...ground.inputs, ...(star !== undefined && { star }) };
    const { candidates, paid } = grantOf(this.shelf.packs, schemes, inputs, period.firstOn);
    const { beforeFen } = ground;
    const amountFen = paid.fen - beforeFen;
    if (amountFen === 0) throw new GrantUnchangedError(paid.fen);
    const bookYear = ground.yearIsClosed ? Number(shanghaiDate(at).slice(0, 4)) : period.year;
    const { packId, scheme, fen: totalFen } = paid;
    const about = { grantId, siteId, period: period.name, funder, packId, scheme, inputs, bookYear };
    const sums = { totalFen, beforeFen, amountFen, candidates: candidates.map(shown) };
    const added = await this.store.propose(tx, { ...about, ...sums }, { by: meta.actor, at });
    if (!added) throw new GrantExistsError();
  }
}

function shown({ packId, scheme, fen, steps }: Candidate) {
  return { packId, scheme, fen, steps: steps.map((step) => ({ ...step })) };
}

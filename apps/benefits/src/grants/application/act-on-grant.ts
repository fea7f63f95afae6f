import type { GrantView, ProposeGrant } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { GrantNotFoundError } from '../domain/grant.errors.js';
import { DecideGrantHandler } from './decide-grant.handler.js';
import type { GrantFilter } from './grant-store.port.js';
import { GrantStore } from './grant-store.port.js';
import { ProposeGrantHandler } from './propose-grant.handler.js';

/** Each act in one transaction with the lane of the site, once for each Idempotency-Key. */
@Injectable()
export class ActOnGrant {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: GrantStore,
    private readonly proposing: ProposeGrantHandler,
    private readonly deciding: DecideGrantHandler,
  ) {}

  list(filter: GrantFilter): Promise<GrantView[]> {
    return this.transactions.read((tx) => this.store.list(tx, filter));
  }

  one(grantId: string): Promise<GrantView> {
    return this.transactions.read((tx) => this.find(tx, grantId));
  }

  propose(wish: ProposeGrant, request: IdempotentRequest, meta: EventMeta): Promise<GrantView> {
    return this.once(wish, request, (tx) => this.proposing.execute(tx, wish, meta));
  }

  decide(grant: GrantView, confirmed: boolean, request: IdempotentRequest, meta: EventMeta): Promise<GrantView> {
    return this.once(grant, request, (tx) => this.deciding.execute(tx, grant.grantId, confirmed, meta));
  }

  private once(
    { siteId, grantId }: Pick<GrantView, 'siteId' | 'grantId'>,
    request: IdempotentRequest,
    work: (tx: Tx) => Promise<void>,
  ): Promise<GrantView> {
    return this.transactions.run({ keys: [{ space: 'site', key: siteId }] }, async (tx) => {
      if (!(await this.idempotency.replayOf(tx, request))) {
        await work(tx);
        await this.idempotency.remember(tx, request, { status: 201, resourceId: grantId });
      }
      return this.find(tx, grantId);
    });
  }

  private async find(tx: Tx, grantId: string): Promise<GrantView> {
    const found = await this.store.find(tx, grantId);
    if (!found) throw new GrantNotFoundError();
    return found;
  }
}

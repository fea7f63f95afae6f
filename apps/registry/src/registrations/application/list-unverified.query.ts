import type { Actor } from '@doorstep/auth';
import type { UnverifiedPage, UnverifiedQuery } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { idAfter, idPageFrom } from '../../shared/id-cursor.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { Registrations } from './registrations.port.js';

/** Whom somebody still has to check, among those in reach. */
@Injectable()
export class ListUnverified {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly registrations: Registrations,
  ) {}

  async execute(actor: Actor, { cursor, limit }: UnverifiedQuery): Promise<UnverifiedPage> {
    const after = idAfter(cursor);
    const found = await this.transactions.read(actor, (tx) =>
      this.registrations.unverified(tx, { after, limit: limit + 1 }),
    );
    return idPageFrom(found, limit, ({ factId }) => factId);
  }
}

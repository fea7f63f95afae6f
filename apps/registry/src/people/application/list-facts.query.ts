import type { Actor } from '@doorstep/auth';
import type { FactList, FactQuery } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { holdingOn } from '../domain/holds-on.js';
import { FactRepository } from './fact.repository.port.js';
import { factViewOf } from './fact-view.js';
import { PersonAccess } from './person-access.js';

/** Both times at once: what was believed at `recordedAsOf` to be true on `asOf`. */
@Injectable()
export class ListFacts {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly access: PersonAccess,
    private readonly facts: FactRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(actor: Actor, personId: string, { asOf, recordedAsOf }: FactQuery): Promise<FactList> {
    const at = recordedAsOf === undefined ? this.clock.now() : new Date(recordedAsOf);
    const history = await this.transactions.read(actor, async (tx) => {
      await this.access.personFor(tx, personId);
      return this.facts.believedAt(tx, personId, at);
    });
    const facts = history.map(({ fact }) => fact);
    const wanted = new Set(asOf === undefined ? facts : holdingOn(facts, asOf));
    return { items: history.filter(({ fact }) => wanted.has(fact)).map(factViewOf) };
  }
}

import type { Actor } from '@doorstep/auth';
import type { PersonMerges } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { MergeRepository } from './merge.repository.port.js';
import { mergeViewOf } from './merge-view.js';

@Injectable()
export class FindMerges {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly access: PersonAccess,
    private readonly merges: MergeRepository,
  ) {}

  /** @throws PersonNotFoundError */
  async execute(actor: Actor, personId: string): Promise<PersonMerges> {
    return this.transactions.read(actor, async (tx) => {
      await this.access.personFor(tx, personId);
      const mergedInto = (await this.access.mergedInto(tx, personId)) ?? null;
      const version = await this.merges.versionOf(tx, personId);
      return { personId, mergedInto, version, merges: (await this.merges.of(tx, personId)).map(mergeViewOf) };
    });
  }
}

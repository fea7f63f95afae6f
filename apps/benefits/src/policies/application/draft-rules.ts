import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { CompiledPack } from '@doorstep/policy';
import { asIfFrom } from '@doorstep/policy';
import { Injectable } from '@nestjs/common';
import { PolicyNotFoundError, PolicyStateError } from '../domain/policy.errors.js';
import { takeOver } from '../domain/policy-chain.js';
import type { Policy } from '../domain/policy.js';
import { PackShelf } from './pack-shelf.js';
import { PolicyStore } from './policy-store.port.js';
import { compileChain } from './read-document.js';

/** The rules as they would be with a version that does not hold yet. */
@Injectable()
export class DraftRules {
  constructor(
    private readonly store: PolicyStore,
    private readonly shelf: PackShelf,
  ) {}

  /** All packs, the version's own with the version in force from the date on, or from its own first day if that is earlier. */
  async packsWith(tx: Tx, policyId: string, from: LocalDate): Promise<ReadonlyMap<string, CompiledPack>> {
    const policy = await this.store.find(tx, policyId);
    if (!policy) throw new PolicyNotFoundError();
    await this.shelf.refresh(tx);
    const chain = compileChain(await this.chainWith(tx, policy));
    const begins = policy.effectiveFrom < from ? policy.effectiveFrom : from;
    const pack = chain && asIfFrom(chain, policy.sha256, begins);
    if (!pack) throw new PolicyStateError(policy.state, 'tried');
    return new Map([...this.shelf.packs, [policy.packId, pack]]);
  }

  /** Which rules are in force; another number = others. */
  revision(tx: Tx): Promise<number> {
    return this.store.revision(tx);
  }

  private async chainWith(tx: Tx, policy: Policy): Promise<readonly Policy[]> {
    const standing = await this.store.ofPack(tx, policy.packId, ['approved']);
    if (policy.state === 'approved') return standing;
    if (policy.state !== 'draft' && policy.state !== 'proposed') throw new PolicyStateError(policy.state, 'tried');
    return takeOver(standing, policy, policy.drafted).standing;
  }
}

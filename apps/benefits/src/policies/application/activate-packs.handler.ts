import type { Clock } from '@doorstep/kernel';
import { DomainError } from '@doorstep/kernel';
import { CLOCK, LOGGER, type Logger } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { compilePack } from '@doorstep/policy';
import { Inject, Injectable } from '@nestjs/common';
import { takeOver } from '../domain/policy-chain.js';
import type { Policy } from '../domain/policy.js';
import type { PackSource } from './pack-source.js';
import { PolicyHerald } from './policy-herald.js';
import { PolicyStore } from './policy-store.port.js';
import { ALL_OF_A_PACK } from './policy-steps.js';
import { compileChain, draftOf } from './read-document.js';

const RELEASE = { actor: 'client:release', correlationId: 'pack-release' };

/** Makes the versions of a pack active that this release brings and the database has never had, and publishes each once. */
@Injectable()
export class ActivatePacksHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: PolicyStore,
    private readonly herald: PolicyHerald,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async execute(packId: string, sources: readonly PackSource[]): Promise<void> {
    compilePack(sources);
    const drafted = { by: RELEASE.actor, at: this.clock.now() };
    const released = sources.map((source) => draftOf(source, drafted, this.clock));
    if ((await this.unknown(packId, released)).length === 0) return;
    await this.transactions.run({ keys: [], partitions: ALL_OF_A_PACK, timeoutMs: 60_000 }, async (tx) => {
      await this.store.haltDeciding(tx);
      const stored = await this.store.ofPack(tx, packId, ['approved', 'superseded', 'withdrawn']);
      let standing: readonly Policy[] = stored.filter(({ state }) => state === 'approved');
      let number = await this.store.lastVersion(tx, packId);
      const added: Policy[] = [];
      for (const policy of released.filter((each) => !isKnown(each, stored))) {
        const next = { ...policy, state: 'approved' as const, released: true, activatedAt: drafted.at };
        const chain = this.fitted(standing, next);
        if (!chain) continue;
        standing = chain;
        added.push(next);
      }
      if (added.length === 0) return;
      const ids = new Set(added.map(({ policyId }) => policyId));
      const moved = standing.filter(
        (each) =>
          ids.has(each.policyId) ||
          stored.some((old) => old.policyId === each.policyId && old.holdsUntil !== each.holdsUntil),
      );
      const numbered = moved.map((each) => ({ ...each, version: (number += 1) }));
      await this.store.save(
        tx,
        numbered.filter(({ policyId }) => !ids.has(policyId)),
      );
      await this.store.add(
        tx,
        numbered.filter(({ policyId }) => ids.has(policyId)),
      );
      await this.store.changeRevision(tx);
      await this.herald.announce(tx, RELEASE, { moved: numbered, superseded: [] }, drafted.at);
      for (const policy of numbered) await this.herald.redecide(tx, RELEASE, policy);
    });
  }

  /** A look without any lock: at most starts there is nothing to do. */
  private async unknown(packId: string, released: readonly Policy[]): Promise<Policy[]> {
    const stored = await this.transactions.read((tx) =>
      this.store.ofPack(tx, packId, ['approved', 'superseded', 'withdrawn']),
    );
    this.warnOfEdits(released, stored);
    return released.filter((each) => !isKnown(each, stored));
  }

  /** What a city decided for itself stands before what a release brings. */
  private fitted(standing: readonly Policy[], next: Policy): readonly Policy[] | undefined {
    try {
      const chain = takeOver(standing, next, next.drafted);
      if (chain.superseded.length > 0) return undefined;
      compileChain(chain.standing);
      return chain.standing;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const { packId, effectiveFrom } = next;
      this.logger.warn({ packId, effectiveFrom }, 'a released version does not fit those in force and stays out');
      return undefined;
    }
  }

  /** A version that was active is never changed by a release: claims point at its hash. */
  private warnOfEdits(released: readonly Policy[], stored: readonly Policy[]): void {
    for (const { packId, effectiveFrom, sha256 } of released)
      if (stored.some((other) => other.released && other.effectiveFrom === effectiveFrom && other.sha256 !== sha256))
        this.logger.warn({ packId, effectiveFrom }, 'the released pack differs from the active one, which stays');
  }
}

function isKnown({ effectiveFrom }: Policy, stored: readonly Policy[]): boolean {
  return stored.some((other) => other.effectiveFrom === effectiveFrom);
}

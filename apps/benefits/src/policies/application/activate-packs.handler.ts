import { createHash } from 'node:crypto';
import type { Clock } from '@doorstep/kernel';
import { CLOCK, LOGGER, type Logger } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { compilePack } from '@doorstep/policy';
import { Inject, Injectable } from '@nestjs/common';
import { packKey, PackHerald } from './pack-herald.js';
import type { PackSource, PackVersion, StoredVersion } from './pack-store.port.js';
import { PackStore } from './pack-store.port.js';

/** Makes the versions of a pack active that this release brings and the database does not have, and publishes each once. */
@Injectable()
export class ActivatePacksHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: PackStore,
    private readonly herald: PackHerald,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async execute(packId: string, sources: readonly PackSource[]): Promise<void> {
    const released = versionsIn(packId, sources);
    const keys = released.map((version) => ({ space: 'pack' as const, key: packKey(version) }));
    await this.transactions.run({ keys }, async (tx) => {
      const stored = await this.store.versionsOf(tx, packId);
      this.warnOfEdits(released, stored);
      const last = stored.at(-1)?.version ?? 0;
      const added = released
        .filter((version) => !stored.some((other) => other.effectiveFrom === version.effectiveFrom))
        .map((version, i) => ({ ...version, version: last + i + 1 }));
      if (added.length === 0) return;
      const now = this.clock.now();
      await this.store.add(tx, added, now);
      await this.herald.announce(tx, added, now);
    });
  }

  /** A version that was active is never changed by a release: claims point at its hash. */
  private warnOfEdits(released: readonly PackVersion[], stored: readonly StoredVersion[]): void {
    for (const { packId, effectiveFrom, sha256 } of released)
      if (stored.some((other) => other.effectiveFrom === effectiveFrom && other.sha256 !== sha256))
        this.logger.warn({ packId, effectiveFrom }, 'the released pack differs from the active one, which stays');
  }
}

function versionsIn(packId: string, sources: readonly PackSource[]): PackVersion[] {
  const pack = compilePack(sources);
  const byHash = new Map(sources.map(({ text }) => [createHash('sha256').update(text).digest('hex'), text]));
  return pack.versions.map(({ ruleVersion, from, to, sha256 }) => ({
    packId,
    effectiveFrom: from,
    effectiveTo: to ?? null,
    ruleVersion,
    version: 0,
    document: byHash.get(sha256) ?? '',
    sha256,
  }));
}

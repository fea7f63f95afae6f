import { PolicyActivatedV1 } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { CorrectionQueue } from '../../corrections/application/correction-queue.port.js';
import type { PackVersion } from './pack-store.port.js';

const RELEASE = { actor: 'client:release', correlationId: 'pack-release' };

/** Tells everybody about new versions, and has decided again what they reach back to or what was refused for want of them. */
@Injectable()
export class PackHerald {
  constructor(
    private readonly outbox: Outbox,
    private readonly corrections: CorrectionQueue,
  ) {}

  async announce(tx: Tx, added: readonly PackVersion[], at: Date): Promise<void> {
    await this.outbox.add(tx, RELEASE, ...added.map((version) => activated(version, at)));
    for (const { packId, effectiveFrom, effectiveTo } of added) {
      const range = { packId, from: effectiveFrom, to: effectiveTo ?? undefined };
      await this.corrections.addForPack(tx, range, 'rule_version', RELEASE);
      await this.corrections.addForWanting(tx, { reasons: ['NO_RULE_VERSION'], packId }, 'rule_version', RELEASE);
    }
  }
}

/** Each version keeps its own place on the compacted topic. */
export const packKey = (version: PackVersion): string => `${version.packId}@${version.effectiveFrom}`;

function activated(version: PackVersion, now: Date): NewEvent {
  const { packId, ruleVersion, effectiveFrom, effectiveTo, document, sha256 } = version;
  return newEvent(PolicyActivatedV1, packKey(version), {
    packId,
    ruleVersion,
    effectiveFrom: effectiveFrom as LocalDate,
    effectiveTo,
    version: version.version,
    document,
    sha256,
    at: now.toISOString(),
  });
}

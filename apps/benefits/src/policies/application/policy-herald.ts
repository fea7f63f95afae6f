import type { PolicyDraftedV1 } from '@doorstep/contracts';
import { PolicyActivatedV1, PolicySupersededV1 } from '@doorstep/contracts';
import type { EventData } from '@doorstep/contracts';
import type { EventMeta, NewEvent } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { CorrectionQueue } from '../../corrections/application/correction-queue.port.js';
import type { ChainChange } from '../domain/policy-chain.js';
import type { Policy } from '../domain/policy.js';

type Facts = EventData<typeof PolicyDraftedV1>;

/** Tells everybody which versions hold when, and has decided again what a change reaches back to or what was refused for want of it. */
@Injectable()
export class PolicyHerald {
  constructor(
    private readonly outbox: Outbox,
    private readonly corrections: CorrectionQueue,
  ) {}

  /** A step that changes nothing of what is in force. */
  async tell(tx: Tx, meta: EventMeta, event: NewEvent): Promise<void> {
    await this.outbox.add(tx, meta, event);
  }

  /** `moved` of the change carry their new announcement numbers. */
  async announce(
    tx: Tx,
    meta: EventMeta,
    { moved, superseded }: Omit<ChainChange, 'standing'>,
    at: Date,
  ): Promise<void> {
    const gone = superseded.map((policy) =>
      newEvent(PolicySupersededV1, packKey(policy), {
        ...factsOf(policy, at),
        supersededBy: policy.supersededBy ?? '',
      }),
    );
    await this.outbox.add(tx, meta, ...gone, ...moved.map((policy) => activated(policy, at)));
  }

  /** Claims of the pack's services in the range, and those that were refused because no version held. */
  async redecide(tx: Tx, meta: EventMeta, { packId, effectiveFrom: from, holdsUntil }: Policy): Promise<void> {
    const range = { packId, from, to: holdsUntil ?? undefined };
    await this.corrections.addForPack(tx, range, 'rule_version', meta);
    await this.corrections.addForWanting(tx, { reasons: ['NO_RULE_VERSION'], packId }, 'rule_version', meta);
  }
}

/** Versions in force keep one place each on the compacted topic, by the day on which they begin. */
export const packKey = ({ packId, effectiveFrom }: Policy): string => `${packId}@${effectiveFrom}`;

/** What every event of a version's life says. */
export function factsOf(policy: Policy, at: Date): Facts {
  const { policyId, packId, ruleVersion, effectiveFrom, holdsUntil, version, document, sha256 } = policy;
  return {
    policyId,
    packId,
    ruleVersion,
    effectiveFrom,
    effectiveTo: holdsUntil,
    version: version ?? 0,
    document,
    sha256,
    at: at.toISOString(),
  };
}

function activated(policy: Policy, at: Date): NewEvent {
  return newEvent(PolicyActivatedV1, packKey(policy), factsOf(policy, at));
}

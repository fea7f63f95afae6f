import type { PolicyWithdrawal } from '@doorstep/contracts';
import { PolicyApprovedV1, PolicyDraftedV1, PolicyProposedV1, PolicyWithdrawnV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { LanePartition, Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PolicyNotFoundError, RuleVersionUsedError } from '../domain/policy.errors.js';
import type { ChainChange } from '../domain/policy-chain.js';
import { takeBack, takeOver } from '../domain/policy-chain.js';
import type { Policy } from '../domain/policy.js';
import { approve, propose, withdraw } from '../domain/policy.js';
import { factsOf, packKey, PolicyHerald } from './policy-herald.js';
import { PolicyStore } from './policy-store.port.js';
import { compileChain, draftOf } from './read-document.js';

/** A step may move other versions of its pack; there are few steps, so they simply take turns. */
export const ALL_OF_A_PACK: readonly LanePartition[] = [{ space: 'pack', partition: 0 }];

/** The steps of a rule version's life: draft, proposal, approval by a second person, withdrawal. Each is told with the whole document. */
@Injectable()
export class PolicySteps {
  constructor(
    private readonly store: PolicyStore,
    private readonly herald: PolicyHerald,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws PackError with every problem of the document, DocumentTooLargeError */
  async draft(tx: Tx, text: string, meta: EventMeta): Promise<Policy> {
    const act = this.act(meta);
    const policy = draftOf({ file: 'document', text }, act, this.clock);
    await this.store.add(tx, [policy]);
    await this.herald.tell(tx, meta, newEvent(PolicyDraftedV1, policy.policyId, factsOf(policy, act.at)));
    return policy;
  }

  /** Looks already now whether it could be approved, so that nobody is asked to approve what cannot be. */
  async propose(tx: Tx, policyId: string, meta: EventMeta): Promise<Policy> {
    const act = this.act(meta);
    const policy = propose(await this.find(tx, policyId), act);
    await this.chainWith(tx, policy, meta);
    await this.store.save(tx, [policy]);
    await this.herald.tell(tx, meta, newEvent(PolicyProposedV1, policyId, factsOf(policy, act.at)));
    return policy;
  }

  async approve(tx: Tx, policyId: string, meta: EventMeta): Promise<Policy> {
    const act = this.act(meta);
    const approved = approve(await this.find(tx, policyId), act);
    await this.store.haltDeciding(tx);
    const change = await this.chainWith(tx, approved, meta);
    await this.herald.tell(tx, meta, newEvent(PolicyApprovedV1, policyId, factsOf(approved, act.at)));
    const after = await this.putInForce(tx, change, approved, meta);
    const policy = after.find((each) => each.policyId === policyId) ?? approved;
    await this.herald.redecide(tx, meta, policy);
    return policy;
  }

  async withdraw(
    tx: Tx,
    policyId: string,
    wish: PolicyWithdrawal,
    by: EventMeta & { mayApprove: boolean },
  ): Promise<Policy> {
    const { mayApprove, ...meta } = by;
    const act = this.act(meta);
    const before = await this.find(tx, policyId);
    const gone = withdraw(before, act, wish.reason, mayApprove);
    const inForce = before.state === 'approved';
    if (inForce) await this.store.haltDeciding(tx);
    await this.store.save(tx, [gone]);
    const key = inForce ? packKey(gone) : policyId;
    const told = newEvent(PolicyWithdrawnV1, key, { ...factsOf(gone, act.at), reason: wish.reason });
    await this.herald.tell(tx, meta, told);
    if (!inForce) return gone;
    const stored = await this.store.ofPack(tx, gone.packId, ['approved', 'superseded']);
    const standing = stored.filter(({ state }) => state === 'approved');
    const change = takeBack(
      standing,
      gone,
      stored.filter(({ supersededBy }) => supersededBy === policyId),
    );
    compileChain(change.standing);
    await this.putInForce(tx, change, undefined, meta);
    await this.herald.redecide(tx, meta, before);
    return gone;
  }

  /** @throws PackError, LeavesGapError, RuleVersionUsedError */
  private async chainWith(tx: Tx, policy: Policy, meta: EventMeta): Promise<ChainChange> {
    const { used, last } = await this.store.lastRuleVersion(tx, policy.packId);
    if (used.has(policy.ruleVersion)) throw new RuleVersionUsedError(policy.ruleVersion, last + 1);
    const standing = await this.store.ofPack(tx, policy.packId, ['approved']);
    const change = takeOver(standing, policy, this.act(meta));
    compileChain(change.standing);
    return change;
  }

  private async putInForce(tx: Tx, change: ChainChange, added: Policy | undefined, meta: EventMeta): Promise<Policy[]> {
    const packId = (change.standing[0] ?? change.superseded[0])?.packId;
    let number = packId === undefined ? 0 : await this.store.lastVersion(tx, packId);
    const toTell = change.standing.filter((each) => each.policyId === added?.policyId || change.moved.includes(each));
    const moved = toTell.map((each) => ({ ...each, version: (number += 1) }));
    // What goes leaves its first day before another takes it.
    await this.store.save(tx, change.superseded);
    await this.store.save(tx, moved);
    await this.store.changeRevision(tx);
    await this.herald.announce(tx, meta, { moved, superseded: change.superseded }, this.clock.now());
    return moved;
  }

  private async find(tx: Tx, policyId: string): Promise<Policy> {
    const policy = await this.store.find(tx, policyId);
    if (!policy) throw new PolicyNotFoundError();
    return policy;
  }

  private act({ actor }: EventMeta): { by: string; at: Date } {
    return { by: actor, at: this.clock.now() };
  }
}

import type { PolicyDiff } from '@doorstep/contracts';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { diffDocuments } from '@doorstep/policy';
import { Injectable } from '@nestjs/common';
import { PolicyNotFoundError } from '../domain/policy.errors.js';
import type { Policy } from '../domain/policy.js';
import { ALL_OF_A_PACK, PolicySteps } from './policy-steps.js';
import type { PolicyFilter } from './policy-store.port.js';
import { PolicyStore } from './policy-store.port.js';

/** Where rule versions are looked up, and where each step is done once. */
@Injectable()
export class PolicyDesk {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: PolicyStore,
    private readonly steps: PolicySteps,
  ) {}

  list(filter: PolicyFilter): Promise<Policy[]> {
    return this.transactions.read((tx) => this.store.list(tx, filter));
  }

  async find(policyId: string): Promise<Policy> {
    const policy = await this.transactions.read((tx) => this.store.find(tx, policyId));
    if (!policy) throw new PolicyNotFoundError();
    return policy;
  }

  async diff(policyId: string, against: string | undefined): Promise<PolicyDiff> {
    const after = await this.find(policyId);
    const before = against === undefined ? await this.holding(after) : await this.find(against);
    const differences = diffDocuments(
      { file: 'before', text: before?.document ?? after.document },
      { file: 'after', text: after.document },
    );
    return {
      policyId,
      against: before?.policyId ?? null,
      differences: differences.map((each) => ({
        path: each.path,
        before: each.before ?? null,
        after: each.after ?? null,
      })),
    };
  }

  /** Answers the id of the version; a repeated request does nothing again. */
  once(request: IdempotentRequest, step: (tx: Tx, steps: PolicySteps) => Promise<Policy>): Promise<string> {
    return this.transactions.run({ keys: [], partitions: ALL_OF_A_PACK, timeoutMs: 60_000 }, async (tx) => {
      const known = await this.idempotency.replayOf(tx, request);
      if (known) return known.resourceId;
      const { policyId } = await step(tx, this.steps);
      await this.idempotency.remember(tx, request, { status: 200, resourceId: policyId });
      return policyId;
    });
  }

  private async holding({ packId, effectiveFrom, policyId }: Policy): Promise<Policy | undefined> {
    const standing = await this.transactions.read((tx) => this.store.ofPack(tx, packId, ['approved']));
    return standing.findLast((each) => each.policyId !== policyId && each.effectiveFrom <= effectiveFrom);
  }
}

import type { PolicyListQuery } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { Policy, PolicyLife } from '../domain/policy.js';
import type { PackSource } from './pack-source.js';

/** Where a page ended. */
export interface PolicyPlace {
  readonly draftedAt: string;
  readonly policyId: string;
}

export type PolicyFilter = Omit<PolicyListQuery, 'cursor'> & { readonly after?: PolicyPlace | undefined };

export interface InForce {
  readonly packs: ReadonlyMap<string, readonly PackSource[]>;
  /** Changes whenever `packs` does. */
  readonly revision: number;
}

export abstract class PolicyStore {
  /** Documents of all versions in force on some day, by pack. */
  abstract inForce(tx: Tx): Promise<InForce>;

  abstract revision(tx: Tx): Promise<number>;

  /**
   * Waits until no batch is deciding, and lets none begin before this transaction ends: afterwards every claim was decided either by
   * the rules as they were and is visible to a search for what must be decided again, or by the new ones.
   */
  abstract haltDeciding(tx: Tx): Promise<void>;

  abstract changeRevision(tx: Tx): Promise<void>;

  abstract ofPack(tx: Tx, packId: string, states: readonly PolicyLife[]): Promise<Policy[]>;

  /** The highest announcement of the pack. */
  abstract lastVersion(tx: Tx, packId: string): Promise<number>;

  /** The highest number of a version that was ever in force. */
  abstract lastRuleVersion(tx: Tx, packId: string): Promise<{ used: ReadonlySet<string>; last: number }>;

  abstract find(tx: Tx, policyId: string): Promise<Policy | undefined>;

  /** Newest first, one more than the limit. */
  abstract list(tx: Tx, filter: PolicyFilter): Promise<Policy[]>;

  abstract add(tx: Tx, policies: readonly Policy[]): Promise<void>;

  /** Writes state, dates and acts; what a document says never changes. */
  abstract save(tx: Tx, policies: readonly Policy[]): Promise<void>;
}

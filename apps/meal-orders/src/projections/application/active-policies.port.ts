import type { Tx } from '@doorstep/persistence';

export interface ActiveVersion {
  readonly packId: string;
  readonly ruleVersion: string;
  readonly sha256: string;
  /** First day on which it no longer holds, whatever its document says. */
  readonly until: string | null;
}

export interface ActiveDocument {
  readonly ruleVersion: string;
  readonly document: string;
  readonly until: string | null;
}

/** The policy versions that `benefits` announced as active. */
export abstract class ActivePolicies {
  /** Names and hashes only; cheap enough for every batch. */
  abstract versions(tx: Tx): Promise<ActiveVersion[]>;
  abstract documents(tx: Tx, packId: string): Promise<ActiveDocument[]>;
}

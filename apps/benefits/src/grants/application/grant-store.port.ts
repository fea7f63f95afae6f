import type { GrantListQuery, GrantView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { GrantPeriod } from '../domain/grant-period.js';

/** What stands of a site and a period before a grant is computed. */
export interface GrantGround {
  /** By the names that the packs use. */
  readonly inputs: Readonly<Record<string, number>>;
  readonly beforeFen: number;
  readonly yearIsClosed: boolean;
}

export interface NewGrant extends Omit<GrantView, 'state' | 'proposed' | 'decided' | 'transactionId'> {
  readonly bookYear: number;
}

export type StoredGrant = GrantView & { readonly bookYear: number };

export type GrantFilter = Omit<GrantListQuery, 'cursor'> & {
  readonly after?: string | undefined;
  readonly siteIds?: readonly string[] | undefined;
};

export abstract class GrantStore {
  /** Undefined for a site that nobody knows. */
  abstract ground(tx: Tx, siteId: string, period: GrantPeriod): Promise<GrantGround | undefined>;

  /** False when another one waits for its decision. */
  abstract propose(tx: Tx, grant: NewGrant, made: { by: string; at: Date }): Promise<boolean>;

  abstract decide(tx: Tx, grantId: string, transactionId: string | null, made: { by: string; at: Date }): Promise<void>;

  /** Reads and locks. */
  abstract take(tx: Tx, grantId: string): Promise<StoredGrant | undefined>;

  abstract find(tx: Tx, grantId: string): Promise<StoredGrant | undefined>;

  abstract list(tx: Tx, filter: GrantFilter): Promise<GrantView[]>;
}

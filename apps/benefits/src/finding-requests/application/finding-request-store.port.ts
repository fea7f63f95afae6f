import type { FindingProposal } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { OriginRef } from '../../claims/domain/origin.js';
import type { FindingRequest, Outcome } from '../domain/finding-request.js';

export type AskedCorrection = Pick<
  FindingRequest,
  'requestId' | 'findingId' | 'claimId' | 'wanted' | 'reason' | 'requestedBy' | 'requestedAt'
>;

export interface RequestFilter {
  readonly state?: FindingRequest['state'] | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

interface Act {
  readonly by: string;
  readonly at: Date;
}

export abstract class FindingRequestStore {
  abstract add(tx: Tx, requests: readonly AskedCorrection[]): Promise<void>;
  abstract find(tx: Tx, requestId: string): Promise<FindingRequest | undefined>;
  /** The same, held against everybody else who wants to answer it. */
  abstract hold(tx: Tx, requestId: string): Promise<FindingRequest | undefined>;
  /** Newest first. */
  abstract list(tx: Tx, filter: RequestFilter): Promise<FindingRequest[]>;
  abstract propose(
    tx: Tx,
    requestId: string,
    answer: Act & { proposal: FindingProposal; reason: string },
  ): Promise<void>;
  /** Open again. */
  abstract giveBack(tx: Tx, requestId: string): Promise<void>;
  abstract decide(tx: Tx, requestId: string, decision: Act & { outcome: Outcome | null }): Promise<void>;
  /** What a claim answers. */
  abstract originOf(tx: Tx, claimId: string): Promise<OriginRef | undefined>;
  /** Ledger transactions of all claims of a person on a service date. */
  abstract postingsOf(tx: Tx, ref: OriginRef): Promise<Set<string>>;
}

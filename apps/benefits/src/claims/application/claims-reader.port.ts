import type { ClaimDetail, ClaimListQuery, ClaimSummary } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

/** Whose claims a caller may see; undefined = everybody's. */
export interface ClaimSight {
  readonly personIds?: readonly string[];
  readonly siteIds?: readonly string[];
}

/** Where a page ended. */
export interface ClaimPlace {
  readonly decidedAt: string;
  readonly decisionNumber: number;
  readonly claimId: string;
}

export type ListedClaim = ClaimSummary & { readonly decisionNumber: number };

export type ClaimFilter = Omit<ClaimListQuery, 'cursor'> & { readonly after?: ClaimPlace | undefined };
export type ClaimDetailData = Omit<ClaimDetail, 'text' | 'explanation'>;

export abstract class ClaimsReader {
  /** Newest first. */
  abstract list(tx: Tx, filter: ClaimFilter, sight: ClaimSight | undefined): Promise<ListedClaim[]>;

  abstract find(tx: Tx, claimId: string): Promise<ClaimDetailData | undefined>;
}

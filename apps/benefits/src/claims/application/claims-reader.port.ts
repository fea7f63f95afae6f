import type { ClaimDetail, ClaimListQuery, ClaimSummary } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

/** Whose claims a caller may see; undefined = everybody's. */
export interface ClaimSight {
  readonly personIds?: readonly string[];
  readonly siteIds?: readonly string[];
}

export type ClaimFilter = Omit<ClaimListQuery, 'cursor'> & { readonly after?: string | undefined };
export type ClaimDetailData = Omit<ClaimDetail, 'text'>;

export abstract class ClaimsReader {
  /** Newest first. */
  abstract list(tx: Tx, filter: ClaimFilter, sight: ClaimSight | undefined): Promise<ClaimSummary[]>;

  abstract find(tx: Tx, claimId: string): Promise<ClaimDetailData | undefined>;
}

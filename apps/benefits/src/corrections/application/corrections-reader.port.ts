import type { CorrectionListQuery, CorrectionView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { ClaimSight } from '../../claims/application/claims-reader.port.js';

/** Where a page ended. */
export interface CorrectionPlace {
  readonly correctedAt: string;
  readonly correctionId: string;
}

export type CorrectionFilter = Omit<CorrectionListQuery, 'cursor'> & { readonly after?: CorrectionPlace | undefined };

export abstract class CorrectionsReader {
  /** Newest first. */
  abstract list(tx: Tx, filter: CorrectionFilter, sight: ClaimSight | undefined): Promise<CorrectionView[]>;
}

import type { LookUpKind } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { LookUp } from '../domain/look-up.js';

export interface LookUpFilter {
  readonly by?: string | undefined;
  readonly kind?: LookUpKind | undefined;
  readonly id?: string | undefined;
}

export abstract class LookUps {
  abstract add(tx: Tx, lookUp: LookUp): Promise<void>;
  /** Newest first. */
  abstract list(tx: Tx, filter: LookUpFilter, before: string | undefined, limit: number): Promise<LookUp[]>;
}

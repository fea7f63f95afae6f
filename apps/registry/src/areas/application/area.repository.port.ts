import type { Tx } from '@doorstep/persistence';
import type { Stamp } from '../../shared/stamp.js';
import type { Area, AreaKind } from '../domain/area.js';

export interface AreaFilter {
  readonly kind?: AreaKind | undefined;
  readonly parent?: string | undefined;
  /** Only codes above this one, in their order. */
  readonly after: string;
  readonly limit: number;
}

export abstract class AreaRepository {
  /** A city has thousands of areas at most. */
  abstract all(tx: Tx): Promise<Area[]>;
  abstract list(tx: Tx, filter: AreaFilter): Promise<Area[]>;
  /** Adds or renames. Parents come before their children. */
  abstract put(tx: Tx, areas: readonly Area[], stamp: Stamp): Promise<void>;
}

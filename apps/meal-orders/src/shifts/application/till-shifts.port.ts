import type { Tx } from '@doorstep/persistence';
import type { MeansTotal, TillShift } from '../domain/till-shift.js';

export interface ShiftFilter {
  /** Sites whose shifts may be seen; undefined = all. */
  readonly sites: readonly string[] | undefined;
  readonly siteId: string | undefined;
  readonly tillId: string | undefined;
  readonly open: boolean | undefined;
  readonly limit: number;
  readonly before: { readonly at: string; readonly id: string } | undefined;
}

export abstract class TillShifts {
  abstract find(id: string): Promise<TillShift | undefined>;
  abstract list(filter: ShiftFilter): Promise<TillShift[]>;
  abstract openAt(tx: Tx, siteId: string, tillId: string): Promise<TillShift | undefined>;
  /** False when the id is taken. */
  abstract insert(tx: Tx, shift: TillShift): Promise<boolean>;
  /** The shift with its row locked. */
  abstract lock(tx: Tx, id: string): Promise<TillShift | undefined>;
  abstract close(tx: Tx, shift: TillShift): Promise<void>;
  /** Totals of shifts, by shift id; inside `tx` when given. */
  abstract totals(ids: readonly string[], tx?: Tx): Promise<Map<string, MeansTotal[]>>;
}

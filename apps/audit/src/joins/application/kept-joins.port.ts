import type { JoinView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export abstract class KeptJoins {
  abstract keep(tx: Tx, join: JoinView & { readonly joinId: string; readonly keptUntil: string }): Promise<void>;
  abstract find(tx: Tx, joinId: string, now: Date): Promise<JoinView | undefined>;
  /** Throws away what was kept long enough. Answers how many. */
  abstract forget(tx: Tx, now: Date): Promise<number>;
}

import type { AuditRetentionRun } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export abstract class Retention {
  abstract isDone(tx: Tx, runOn: string): Promise<boolean>;
  /** Looks of whole months that ended before `before`. Answers how many months and looks went. */
  abstract dropLookUps(tx: Tx, before: Date): Promise<{ readonly months: number; readonly lookUps: number }>;
  abstract save(tx: Tx, run: AuditRetentionRun): Promise<void>;
  /** The newest first. */
  abstract runs(tx: Tx, limit: number): Promise<AuditRetentionRun[]>;
}

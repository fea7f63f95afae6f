import type { EvidenceReport } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';

export interface Erased {
  readonly personId: string;
  /** Last day on which evidence of paid claims may be kept. */
  readonly evidenceUntil: string;
}

export abstract class Evidence {
  /** The earliest day counts when a person is erased twice. */
  abstract note(tx: Tx, erased: readonly Erased[]): Promise<void>;

  /** People whose retention has ended and of whom something is still kept. */
  abstract overdue(tx: Tx, today: LocalDate, limit: number): Promise<string[]>;

  /** What decided claims of the person rest on goes; amounts stay. The caller holds the person's lane. False when it was gone already. */
  abstract destroy(tx: Tx, personId: string, today: LocalDate): Promise<boolean>;

  abstract report(tx: Tx): Promise<EvidenceReport>;
}

import type { RefundDue } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export interface DueFilter {
  readonly personId?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface PersonPayment {
  readonly paymentId: string;
  readonly personId: string;
  /** `refund` goes to the person, `collect` comes from her. */
  readonly kind: 'refund' | 'collect';
  readonly fen: number;
  readonly reference: string;
  readonly actor: string;
  readonly transactionId: string;
}

export abstract class RefundStore {
  /** Persons to whom something is owed, or who owe something; by person id. */
  abstract due(tx: Tx, filter: DueFilter): Promise<RefundDue[]>;

  abstract record(tx: Tx, payment: PersonPayment, at: Date): Promise<void>;
}

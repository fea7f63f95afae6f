import type { LocalDate } from '@doorstep/kernel';

/** Somebody without an account who may take an elder home. Who that is lies sealed in the vault, under the elder's own key. */
export interface PickupPerson {
  readonly pickupId: string;
  readonly personId: string;
  readonly name: string;
  readonly phone: string | null;
  readonly relation: string;
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly endedAt: Date | null;
}

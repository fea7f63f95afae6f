import {
  ClaimDeniedV1,
  ClaimHeldV1,
  DayCareFeeDecidedV1,
  StayCompletedV1,
  StayInsuranceRecordedV1,
} from '@doorstep/contracts';
import type { LoggedEvent } from './logged-event.js';
import { dataOf } from './logged-event.js';

/** What care insurance paid for a person's stays: as day care told it, one amount after the other, and as each decision took it. */
export class Insurance {
  private readonly told = new Map<string, number[]>();
  private readonly taken = new Map<string, number>();
  private readonly undecided = new Map<string, string>();

  note(event: LoggedEvent): boolean {
    const told = dataOf(event, StayCompletedV1) ?? dataOf(event, StayInsuranceRecordedV1);
    if (told) this.told.set(told.bookingId, [...(this.told.get(told.bookingId) ?? []), told.insurancePaidFen]);
    return event.type === StayInsuranceRecordedV1.type;
  }

  /** A decision about a stay is followed by its fee, which says what it took into account. */
  noteDecision(event: LoggedEvent): void {
    const decided = dataOf(event, ClaimHeldV1) ?? dataOf(event, ClaimDeniedV1);
    if (decided) this.undecided.set(decided.origin.id, decided.claimId);
    const fee = dataOf(event, DayCareFeeDecidedV1);
    const claimId = fee?.kind === 'stay' ? this.undecided.get(fee.bookingId) : undefined;
    if (fee && claimId !== undefined) this.taken.set(claimId, fee.insurancePaidFen);
  }

  takenBy(claimId: string): number | undefined {
    return this.taken.get(claimId);
  }

  wasTold(bookingId: string, fen: number): boolean {
    return this.told.get(bookingId)?.includes(fen) === true;
  }

  last(bookingId: string): number | undefined {
    return this.told.get(bookingId)?.at(-1);
  }
}

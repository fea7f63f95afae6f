import { isSamePerson } from '@doorstep/kernel';
import { UnsealingDecidedError, UnsealingNotOpenError, UnsealingOwnError } from './unsealing.errors.js';

/** How long an approval lasts: long enough for an afternoon's work, too short to be kept. */
const HOURS = 4;

export interface Unsealing {
  readonly unsealingId: string;
  readonly personIds: readonly string[];
  readonly reason: 'complaint' | 'suspected_fraud' | 'sample_check' | 'court_order' | 'payment_query';
  readonly reference: string;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly decision: 'approved' | 'refused' | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly endsAt: Date | null;
}

/** Two pairs of eyes: whoever asks does not decide. Throws UnsealingOwnError, UnsealingDecidedError. */
export function decided(unsealing: Unsealing, decision: 'approved' | 'refused', by: string, at: Date): Unsealing {
  if (isSamePerson(unsealing.requestedBy, by)) throw new UnsealingOwnError();
  if (unsealing.decision !== null) throw new UnsealingDecidedError();
  const endsAt = decision === 'approved' ? new Date(at.getTime() + HOURS * 3_600_000) : null;
  return { ...unsealing, decision, decidedAt: at, decidedBy: by, endsAt };
}

/** Only the one who asked looks, only while the approval lasts. Throws UnsealingNotOpenError. */
export function assertOpenFor(unsealing: Unsealing, who: string, now: Date): void {
  if (unsealing.requestedBy !== who || unsealing.endsAt === null || unsealing.endsAt <= now)
    throw new UnsealingNotOpenError();
}

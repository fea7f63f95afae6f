import { isSamePerson } from '@doorstep/kernel';
import { ErasureDecidedError, ErasureOwnError } from './erasure.errors.js';

export interface Erasure {
  readonly erasureId: string;
  readonly personId: string;
  readonly ground: 'own_wish' | 'heirs_wish' | 'consent_withdrawn' | 'registered_by_mistake' | 'retention_ended';
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly decision: 'approved' | 'refused' | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  /** Last day on which evidence of paid claims is kept. */
  readonly evidenceUntil: string | null;
}

/** Two pairs of eyes: what was forgotten cannot be brought back. Throws ErasureOwnError, ErasureDecidedError. */
export function decided(
  erasure: Erasure,
  {
    decision,
    by,
    at,
    evidenceUntil,
  }: { decision: 'approved' | 'refused'; by: string; at: Date; evidenceUntil: string },
): Erasure {
  if (isSamePerson(erasure.requestedBy, by)) throw new ErasureOwnError();
  if (erasure.decision !== null) throw new ErasureDecidedError();
  const until = decision === 'approved' ? evidenceUntil : null;
  return { ...erasure, decision, decidedAt: at, decidedBy: by, evidenceUntil: until };
}

import { isSamePerson } from '@doorstep/kernel';
import type { LocalDate } from '@doorstep/kernel';
import { NotForAuthorsError, PolicyStateError, SamePersonError } from './policy.errors.js';

export type PolicyLife = 'draft' | 'proposed' | 'approved' | 'superseded' | 'withdrawn';

/** Who did something and when. */
export interface Act {
  readonly by: string;
  readonly at: Date;
}

/** A version of a pack with its whole document, from draft to its end. The document never changes. */
export interface Policy {
  readonly policyId: string;
  readonly packId: string;
  readonly title: { readonly zh: string; readonly en: string } | null;
  readonly ruleVersion: string;
  readonly effectiveFrom: LocalDate;
  /** As the document says; exclusive. */
  readonly effectiveTo: LocalDate | null;
  /** First day on which it no longer holds, as things stand. */
  readonly holdsUntil: LocalDate | null;
  readonly document: string;
  readonly sha256: string;
  readonly state: PolicyLife;
  readonly released: boolean;
  /** Number of its latest announcement among all of the pack; null before it was approved. */
  readonly version: number | null;
  readonly activatedAt: Date | null;
  readonly drafted: Act;
  readonly proposed: Act | null;
  readonly approvedBy: string | null;
  readonly ended: (Act & { readonly reason: string | null }) | null;
  readonly supersededBy: string | null;
}

export function propose(policy: Policy, act: Act): Policy {
  if (policy.state !== 'draft') throw new PolicyStateError(policy.state, 'proposed');
  return { ...policy, state: 'proposed', proposed: act };
}

/** @throws SamePersonError; the database refuses it as well. */
export function approve(policy: Policy, { by, at }: Act): Policy {
  if (policy.state !== 'proposed') throw new PolicyStateError(policy.state, 'approved');
  if (isSamePerson(by, policy.proposed?.by) || isSamePerson(by, policy.drafted.by)) throw new SamePersonError();
  return { ...policy, state: 'approved', approvedBy: by, activatedAt: at, holdsUntil: policy.effectiveTo };
}

export function withdraw(policy: Policy, act: Act, reason: string, mayApprove: boolean): Policy {
  const { state } = policy;
  if (state === 'withdrawn' || state === 'superseded') throw new PolicyStateError(state, 'withdrawn');
  if (state === 'approved' && (!mayApprove || isSamePerson(act.by, policy.proposed?.by)))
    throw new NotForAuthorsError();
  return { ...policy, state: 'withdrawn', ended: { ...act, reason } };
}

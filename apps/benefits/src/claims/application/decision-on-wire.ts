import type { EventData } from '@doorstep/contracts';
import type { ClaimHeldV1 } from '@doorstep/contracts';
import type { ClaimTerms, Evidence } from '../domain/verdict.js';

type WireDecision = EventData<typeof ClaimHeldV1>['decision'];

/** Limits of the contract; a pack with longer texts must not stop anybody's claim. */
const MOST_STEPS = 60;
const LONGEST_TEXT = 300;

/** A decision in the words of events and HTTP. Only listed fields leave the service. */
export function decisionOnWire(terms: ClaimTerms, { steps }: Pick<Evidence, 'steps'>): WireDecision {
  return {
    outcome: terms.outcome,
    reason: terms.reason,
    packId: terms.packId,
    ruleVersion: terms.ruleVersion,
    grossFen: terms.grossFen,
    discountFen: terms.discountFen,
    subsidyFen: terms.subsidyFen,
    deliveryFen: terms.deliveryFen,
    operatorFen: terms.operatorFen,
    selfPayFen: terms.selfPayFen,
    shares: terms.shares.map(({ funder, fen }) => ({ funder, fen })),
    steps: steps.slice(0, MOST_STEPS).map(({ code, fen, note, source }) => ({
      code,
      ...(fen === undefined ? {} : { fen }),
      ...(note === undefined ? {} : { note: note.slice(0, LONGEST_TEXT) }),
      ...(source === undefined ? {} : { source: source.slice(0, LONGEST_TEXT) }),
    })),
    flags: [...terms.flags],
  };
}

import type { EventData } from '@doorstep/contracts';
import type { ClaimHeldV1 } from '@doorstep/contracts';
import type { ClaimTerms, Evidence } from '../domain/verdict.js';

type WireDecision = EventData<typeof ClaimHeldV1>['decision'];

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
    steps: steps.map(({ code, fen, note, source }) => ({
      code,
      ...(fen === undefined ? {} : { fen }),
      ...(note === undefined ? {} : { note }),
      ...(source === undefined ? {} : { source }),
    })),
    flags: [...terms.flags],
  };
}

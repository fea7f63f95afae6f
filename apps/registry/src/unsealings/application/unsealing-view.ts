import type { UnsealingView } from '@doorstep/contracts';
import type { Unsealing } from '../domain/unsealing.js';

export function unsealingViewOf(unsealing: Unsealing): UnsealingView {
  return {
    ...unsealing,
    personIds: [...unsealing.personIds],
    requestedAt: unsealing.requestedAt.toISOString(),
    decidedAt: unsealing.decidedAt?.toISOString() ?? null,
    endsAt: unsealing.endsAt?.toISOString() ?? null,
  };
}

import type { ConsentView } from '@doorstep/contracts';
import type { ConsentHistory } from '../domain/consent.js';

export function consentViewOf({ consent, withdrawal }: ConsentHistory): ConsentView {
  const { recordedAt, ...rest } = consent;
  return {
    ...rest,
    recordedAt: recordedAt.toISOString(),
    withdrawnAt: withdrawal?.recordedAt.toISOString() ?? null,
    withdrawnBy: withdrawal?.withdrawnBy ?? null,
    withdrawnHow: withdrawal?.how ?? null,
  };
}

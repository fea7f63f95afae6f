import type { ActChannel } from '@doorstep/contracts';
import { ConsentGivenV1, ConsentWithdrawnV1 } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { Consent, Withdrawal } from '../domain/consent.js';

export function consentGiven(consent: Consent, via: ActChannel): NewEvent {
  const { consentId, personId, text, textVersion, givenBy, how, givenOn, recordedAt } = consent;
  return newEvent(ConsentGivenV1, personId, {
    consentId,
    personId,
    text,
    textVersion,
    givenBy,
    how,
    givenOn,
    recordedAt: recordedAt.toISOString(),
    via,
  });
}

export function consentWithdrawn(text: string, withdrawal: Withdrawal, via: ActChannel): NewEvent {
  const { consentId, personId, withdrawnBy, how, recordedAt } = withdrawal;
  return newEvent(ConsentWithdrawnV1, personId, {
    consentId,
    personId,
    text,
    withdrawnBy,
    how,
    via,
    recordedAt: recordedAt.toISOString(),
  });
}

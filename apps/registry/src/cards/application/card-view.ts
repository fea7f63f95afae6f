import type { CardView } from '@doorstep/contracts';
import { CardBlockedV1, CardIssuedV1 } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { Card } from '../domain/card.js';

export function cardViewOf(card: Card): CardView {
  const { cardId, personId, medium, issuedAt, issuedBy, blockedAt, blockedReason } = card;
  const times = { issuedAt: issuedAt.toISOString(), blockedAt: blockedAt?.toISOString() ?? null };
  return { cardId, personId, medium, issuedBy, blockedReason, ...times };
}

export function cardIssued({ personId, cardId, tokenHash, medium, issuedAt }: Card): NewEvent {
  const recordedAt = issuedAt.toISOString();
  return newEvent(CardIssuedV1, personId, { personId, cardId, cardHash: tokenHash, medium, recordedAt });
}

export function cardBlocked({ personId, cardId, tokenHash, blockedReason, blockedAt }: Card): NewEvent {
  return newEvent(CardBlockedV1, personId, {
    personId,
    cardId,
    cardHash: tokenHash,
    reason: blockedReason ?? 'lost',
    recordedAt: (blockedAt ?? new Date(0)).toISOString(),
  });
}

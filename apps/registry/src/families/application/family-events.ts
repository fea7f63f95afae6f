import { FamilyLinkEndedV1, FamilyLinkGrantedV1 } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { FamilyLink } from '../domain/family-link.js';

export function linkGranted({ linkId, subject, personId, relation, may, from, to }: FamilyLink): NewEvent {
  return newEvent(FamilyLinkGrantedV1, subject, { linkId, subject, personId, relation, may: [...may], from, to });
}

export function linkEnded({ linkId, subject, personId }: FamilyLink, reason: string): NewEvent {
  return newEvent(FamilyLinkEndedV1, subject, { linkId, subject, personId, reason });
}

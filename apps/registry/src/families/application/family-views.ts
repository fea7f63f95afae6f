import type { FamilyLinkView, InvitationView, Relation } from '@doorstep/contracts';
import type { FamilyLink } from '../domain/family-link.js';
import type { Invitation } from '../domain/invitation.js';
import { stateOf } from '../domain/invitation.js';

export function linkViewOf(link: FamilyLink): FamilyLinkView {
  const { relation, may, grantedAt, endedAt, ...rest } = link;
  return {
    ...rest,
    relation: relation as Relation,
    may: [...may],
    grantedAt: grantedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}

export function invitationViewOf(invitation: Invitation, now: Date): InvitationView {
  const { relation, may, expiresAt, createdAt, ...rest } = invitation;
  return {
    ...rest,
    relation: relation as Relation,
    may: [...may],
    state: stateOf(invitation, now),
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}

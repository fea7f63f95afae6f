import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import {
  ConsentView,
  FamilyLinkPage,
  FamilyLinkQuery,
  Id,
  InvitationList,
  InvitationMade,
  InvitationView,
  InviteFamily,
  WithdrawConsent,
} from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { FindFamily } from '../application/find-family.query.js';
import { InviteFamily as InviteFamilyHandler } from '../application/invite-family.handler.js';
import { RevokeInvitation } from '../application/revoke-invitation.handler.js';
import { WithdrawConsent as WithdrawConsentHandler } from '../application/withdraw-consent.handler.js';

/** The family of an elder, seen from the elder. */
@Controller('v1/people/:id')
export class PersonFamilyController {
  constructor(
    private readonly family: FindFamily,
    private readonly inviteFamily: InviteFamilyHandler,
    private readonly revokeInvitation: RevokeInvitation,
    private readonly withdrawConsent: WithdrawConsentHandler,
  ) {}

  @Get('family-links')
  @RequirePermission('registry.family.read')
  @Answer(FamilyLinkPage)
  links(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) personId: string,
    @Query({ schema: FamilyLinkQuery }) query: FamilyLinkQuery,
  ): Promise<FamilyLinkPage> {
    return this.family.of(actor, personId, query);
  }

  @Get('family-invitations')
  @RequirePermission('registry.family.invite')
  @Answer(InvitationList)
  invitations(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) personId: string): Promise<InvitationList> {
    return this.family.invitationsOf(actor, personId);
  }

  @Post('family-invitations')
  @RequirePermission('registry.family.invite')
  @Answer(InvitationMade, 201)
  invite(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Param('id', { schema: Id }) personId: string,
    @Body({ schema: InviteFamily }) body: InviteFamily,
  ): Promise<InvitationMade> {
    return this.inviteFamily.execute({ actor, personId, body, meta, request });
  }

  @Post('family-invitations/:invitationId/revocation')
  @RequirePermission('registry.family.invite')
  @Answer(InvitationView)
  revoke(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) personId: string,
    @Param('invitationId', { schema: Id }) invitationId: string,
  ): Promise<InvitationView> {
    return this.revokeInvitation.execute(actor, personId, invitationId);
  }

  /** Every link and invitation that rests on the consent ends with it. */
  @Post('consents/:consentId/withdrawal')
  @RequirePermission('registry.consent.write')
  @Answer(ConsentView)
  withdraw(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('id', { schema: Id }) personId: string,
    @Param('consentId', { schema: Id }) consentId: string,
    @Body({ schema: WithdrawConsent }) body: WithdrawConsent,
  ): Promise<ConsentView> {
    return this.withdrawConsent.execute({ actor, personId, consentId, body, meta });
  }
}

import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import {
  EndFamilyLink,
  FamilyLinkPage,
  FamilyLinkQuery,
  FamilyLinkView,
  Id,
  RedeemInvitation,
} from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { EndLink } from '../application/end-link.handler.js';
import { FindFamily } from '../application/find-family.query.js';
import { RedeemInvitation as RedeemInvitationHandler } from '../application/redeem-invitation.handler.js';

/** Links, seen from the account that holds them. */
@Controller('v1/family-links')
export class FamilyLinksController {
  constructor(
    private readonly family: FindFamily,
    private readonly redeemInvitation: RedeemInvitationHandler,
    private readonly endLink: EndLink,
  ) {}

  @Get('own')
  @RequirePermission('registry.family.redeem')
  @Answer(FamilyLinkPage)
  own(
    @CurrentActor() actor: Actor,
    @Query({ schema: FamilyLinkQuery }) query: FamilyLinkQuery,
  ): Promise<FamilyLinkPage> {
    return this.family.own(actor, query);
  }

  /** A code from paper or a link makes the caller's account the family of the elder. */
  @Post('redemption')
  @RequirePermission('registry.family.redeem')
  @Answer(FamilyLinkView, 201)
  redeem(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Body({ schema: RedeemInvitation }) { code }: RedeemInvitation,
  ): Promise<FamilyLinkView> {
    return this.redeemInvitation.execute({ actor, code, meta, request });
  }

  @Post(':linkId/end')
  @RequirePermission('registry.family.end')
  @Answer(FamilyLinkView)
  end(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('linkId', { schema: Id }) linkId: string,
    @Body({ schema: EndFamilyLink }) { reason }: EndFamilyLink,
  ): Promise<FamilyLinkView> {
    return this.endLink.execute({ actor, linkId, reason, meta });
  }
}

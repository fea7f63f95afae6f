import { Module } from '@nestjs/common';
import { ConsentsModule } from '../consents/consents.module.js';
import { PeopleModule } from '../people/people.module.js';
import { VaultModule } from '../vault/vault.module.js';
import { FamilyLinksController } from './api/family-links.controller.js';
import { PickupsController } from './api/pickups.controller.js';
import { PersonFamilyController } from './api/person-family.controller.js';
import { EndLink } from './application/end-link.handler.js';
import { FailedCodes } from './application/failed-codes.port.js';
import { FamilyLinkRepository } from './application/family-link.repository.port.js';
import { FindFamily } from './application/find-family.query.js';
import { InvitationCodes } from './application/invitation-codes.port.js';
import { InvitationRepository } from './application/invitation.repository.port.js';
import { Invitations } from './application/invitations.js';
import { InviteFamily } from './application/invite-family.handler.js';
import { ListPickups } from './application/list-pickups.query.js';
import { PickupRepository } from './application/pickup.repository.port.js';
import { Pickups } from './application/pickups.js';
import { PartFamily } from './application/part-family.js';
import { LinkBook } from './application/link-book.js';
import { RedeemInvitation } from './application/redeem-invitation.handler.js';
import { Redemptions } from './application/redemptions.js';
import { RevokeInvitation } from './application/revoke-invitation.handler.js';
import { WithdrawConsent } from './application/withdraw-consent.handler.js';
import { RandomInvitationCodes } from './infrastructure/random-invitation-codes.js';
import { SealedPickupRepository } from './infrastructure/sealed-pickup.repository.js';
import { SqlFailedCodes } from './infrastructure/sql-failed-codes.js';
import { SqlFamilyLinkRepository } from './infrastructure/sql-family-link.repository.js';
import { SqlInvitationRepository } from './infrastructure/sql-invitation.repository.js';

@Module({
  imports: [PeopleModule, ConsentsModule, VaultModule],
  controllers: [PersonFamilyController, FamilyLinksController, PickupsController],
  providers: [
    InviteFamily,
    RedeemInvitation,
    RevokeInvitation,
    EndLink,
    WithdrawConsent,
    FindFamily,
    Invitations,
    Redemptions,
    LinkBook,
    PartFamily,
    Pickups,
    ListPickups,
    { provide: PickupRepository, useClass: SealedPickupRepository },
    { provide: FamilyLinkRepository, useClass: SqlFamilyLinkRepository },
    { provide: InvitationRepository, useClass: SqlInvitationRepository },
    { provide: InvitationCodes, useClass: RandomInvitationCodes },
    { provide: FailedCodes, useClass: SqlFailedCodes },
  ],
  exports: [FamilyLinkRepository, PartFamily],
})
export class FamiliesModule {}

import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { TooManyInvitationsError } from '../domain/family.errors.js';
import type { Invitation } from '../domain/invitation.js';
import { InvitationCodes } from './invitation-codes.port.js';
import { InvitationRepository } from './invitation.repository.port.js';

const MOST_OPEN = 10;

/** Invitations with their codes. Called with the person's lane held. */
@Injectable()
export class Invitations {
  constructor(
    private readonly access: PersonAccess,
    private readonly repository: InvitationRepository,
    private readonly codes: InvitationCodes,
  ) {}

  /** Throws PersonNotFoundError for somebody whom the caller does not reach. */
  async checkPerson(tx: Tx, personId: string): Promise<void> {
    await this.access.personFor(tx, personId);
  }

  find(tx: Tx, personId: string, invitationId: string): Promise<Invitation | undefined> {
    return this.repository.find(tx, personId, invitationId);
  }

  /** Answers the code, which is known to nobody afterwards. */
  async open(tx: Tx, invitation: Invitation): Promise<string> {
    const open = await this.repository.countOpen(tx, invitation.personId, invitation.createdAt);
    if (open >= MOST_OPEN) throw new TooManyInvitationsError(MOST_OPEN);
    const code = this.codes.make();
    await this.repository.add(tx, invitation, this.codes.hash(code) as Buffer);
    return code;
  }
}

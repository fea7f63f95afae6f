import { accountOf } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ConsentBook } from '../../consents/application/consent-book.js';
import { ConsentWithdrawnError } from '../../consents/domain/consent.errors.js';
import type { Invitation } from '../domain/invitation.js';
import { stateOf } from '../domain/invitation.js';
import { FailedCodes } from './failed-codes.port.js';
import { InvitationCodes } from './invitation-codes.port.js';
import { InvitationRepository } from './invitation.repository.port.js';

const HOUR_MS = 3_600_000;
const MOST_FAILURES_AN_HOUR = 5;

/** Decides whether a code may be used now, by this account. */
@Injectable()
export class Redemptions {
  constructor(
    private readonly invitations: InvitationRepository,
    private readonly codes: InvitationCodes,
    private readonly failures: FailedCodes,
    private readonly consents: ConsentBook,
  ) {}

  async invitationOf(tx: Tx, code: string): Promise<Invitation | undefined> {
    const hash = this.codes.hash(code);
    return hash && this.invitations.byHash(tx, hash);
  }

  async isBlocked(tx: Tx, subject: string, now: Date): Promise<boolean> {
    const failed = await this.failures.since(tx, subject, new Date(now.getTime() - HOUR_MS));
    return failed >= MOST_FAILURES_AN_HOUR;
  }

  countFailure(tx: Tx, subject: string, now: Date): Promise<void> {
    return this.failures.add(tx, subject, now, new Date(now.getTime() - 24 * HOUR_MS));
  }

  /**
   * Uses the invitation up if it is open and its consent stands; of many at once one gets it. Whoever invites writes the elder's consent
   * down, so nobody becomes family by an invitation of the own account.
   */
  async take(tx: Tx, { personId, invitationId }: Invitation, subject: string, now: Date): Promise<boolean> {
    const present = await this.invitations.find(tx, personId, invitationId);
    if (!present || stateOf(present, now) !== 'open' || accountOf(present.createdBy) === subject) return false;
    try {
      await this.consents.live(tx, personId, present.consentId);
    } catch (error) {
      if (error instanceof ConsentWithdrawnError) return false;
      throw error;
    }
    return this.invitations.redeem(tx, invitationId, now, subject);
  }
}

import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { InvitationMade, InviteFamily as InviteFamilyBody } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ConsentBook } from '../../consents/application/consent-book.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { FamilyDatesError, InvitationNotFoundError } from '../domain/family.errors.js';
import type { Invitation } from '../domain/invitation.js';
import { invitationViewOf } from './family-views.js';
import { Invitations } from './invitations.js';

const DAY_MS = 86_400_000;
/** What an elder agrees to before anybody is invited. */
export const FAMILY_TEXT = 'family-access';

export interface InviteFamilyRequest {
  readonly actor: Actor;
  readonly personId: string;
  readonly body: InviteFamilyBody;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

@Injectable()
export class InviteFamily {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly consents: ConsentBook,
    private readonly invitations: Invitations,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The elder's word is written down together with the invitation that rests on it. */
  execute({ actor, personId, body, meta, request }: InviteFamilyRequest): Promise<InvitationMade> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      await this.invitations.checkPerson(tx, personId);
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) return this.present(tx, personId, replay.resourceId);
      const { consentId } = await this.consents.give(tx, { actor, meta, personId, text: FAMILY_TEXT }, body.consent);
      const invitation = this.drafted({ actor, personId, body, consentId });
      const code = await this.invitations.open(tx, invitation);
      await this.idempotency.remember(tx, request, { status: 201, resourceId: invitation.invitationId });
      return { ...invitationViewOf(invitation, this.clock.now()), code };
    });
  }

  private drafted({
    actor,
    personId,
    body,
    consentId,
  }: Pick<InviteFamilyRequest, 'actor' | 'personId' | 'body'> & { consentId: string }): Invitation {
    const now = this.clock.now();
    const from = (body.from ?? shanghaiDate(now)) as LocalDate;
    const to = (body.to ?? null) as LocalDate | null;
    if (to !== null && (to <= from || to <= shanghaiDate(now))) throw new FamilyDatesError();
    return {
      invitationId: uuidv7(now.getTime()),
      personId,
      relation: body.relation,
      may: body.may,
      from,
      to,
      way: body.way,
      consentId,
      expiresAt: new Date(now.getTime() + body.validDays * DAY_MS),
      createdAt: now,
      createdBy: actorRef(actor),
      redeemedAt: null,
      revokedAt: null,
    };
  }

  private async present(tx: Tx, personId: string, invitationId: string): Promise<InvitationMade> {
    const found = await this.invitations.find(tx, personId, invitationId);
    if (!found) throw new InvitationNotFoundError();
    return { ...invitationViewOf(found, this.clock.now()), code: null };
  }
}

import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { ConsentView, WithdrawConsent as WithdrawConsentBody } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { LaneKey, Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ConsentBook } from '../../consents/application/consent-book.js';
import { consentViewOf } from '../../consents/application/consent-view.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { FamilyLinkRepository } from './family-link.repository.port.js';
import { InvitationRepository } from './invitation.repository.port.js';
import { LinkBook } from './link-book.js';

/** A link that was made between looking and locking needs a lane more; once the person's lane is held no further one is made. */
const TRIES = 5;

export interface WithdrawConsentRequest {
  readonly actor: Actor;
  readonly personId: string;
  readonly consentId: string;
  readonly body: WithdrawConsentBody;
  readonly meta: EventMeta;
}

/** Takes a word back, and with it every link and invitation that rests on it, in one transaction. */
@Injectable()
export class WithdrawConsent {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly consents: ConsentBook,
    private readonly links: FamilyLinkRepository,
    private readonly invitations: InvitationRepository,
    private readonly book: LinkBook,
  ) {}

  async execute(command: WithdrawConsentRequest): Promise<ConsentView> {
    const { actor, personId, consentId } = command;
    for (let attempt = 1; ; attempt++) {
      const subjects = await this.transactions.read(actor, async (tx) => {
        await this.consents.live(tx, personId, consentId);
        return (await this.links.liveOf(tx, personId, consentId)).map(({ subject }) => subject);
      });
      const keys: LaneKey[] = [
        { space: 'person', key: personId },
        ...subjects.map((key) => ({ space: 'staff' as const, key })),
      ];
      const done = await this.transactions.run(actor, { keys }, (tx) => this.withdraw(tx, command));
      if (done) return done;
      if (attempt === TRIES) throw new Error('links to be ended were made again and again');
    }
  }

  /** Undefined when a link appeared whose account's lane is not held. */
  private async withdraw(tx: Tx, command: WithdrawConsentRequest): Promise<ConsentView | undefined> {
    const { actor, meta, personId, consentId, body } = command;
    const links = await this.links.liveOf(tx, personId, consentId);
    if (!links.every(({ subject }) => tx.holds({ space: 'staff', key: subject }))) return undefined;
    const history = await this.consents.withdraw(tx, { actor, meta, personId, consentId }, body);
    if (links.length > 0) await this.book.end(tx, { actor, meta, reason: 'consent_withdrawn' }, links);
    const open = await this.invitations.openOf(tx, personId, consentId);
    const ids = open.map(({ invitationId }) => invitationId);
    await this.invitations.revoke(tx, ids, history.withdrawal?.recordedAt as Date, actorRef(actor));
    return consentViewOf(history);
  }
}

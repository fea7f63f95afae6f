import type { Actor } from '@doorstep/auth';
import type { FamilyLinkPage, FamilyLinkQuery, InvitationList } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { idAfter, idPageFrom } from '../../shared/id-cursor.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { FamilyLinkRepository } from './family-link.repository.port.js';
import { invitationViewOf, linkViewOf } from './family-views.js';
import { InvitationRepository } from './invitation.repository.port.js';

const MOST_SHOWN = 200;

@Injectable()
export class FindFamily {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly access: PersonAccess,
    private readonly links: FamilyLinkRepository,
    private readonly invitations: InvitationRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The family of an elder; who reaches her as family alone sees the own link among them and no other. */
  async of(actor: Actor, personId: string, { cursor, limit }: FamilyLinkQuery): Promise<FamilyLinkPage> {
    const found = await this.transactions.read(actor, async (tx) => {
      const { roles } = await this.access.reachedBy(tx, actor, personId);
      const own = roles.every((role) => role === 'family') ? { subject: actor.subject } : {};
      return this.links.list(tx, { ...own, personId, after: idAfter(cursor), limit: limit + 1 });
    });
    return idPageFrom(found.map(linkViewOf), limit, ({ linkId }) => linkId);
  }

  /** The links of the caller's own account, also those that its token does not know of yet. */
  async own({ subject }: Actor, { cursor, limit }: FamilyLinkQuery): Promise<FamilyLinkPage> {
    const found = await this.transactions.read('system', (tx) =>
      this.links.list(tx, { subject, after: idAfter(cursor), limit: limit + 1 }),
    );
    return idPageFrom(found.map(linkViewOf), limit, ({ linkId }) => linkId);
  }

  async invitationsOf(actor: Actor, personId: string): Promise<InvitationList> {
    const found = await this.transactions.read(actor, async (tx) => {
      await this.access.personFor(tx, personId);
      return this.invitations.list(tx, personId, MOST_SHOWN);
    });
    const now = this.clock.now();
    return { items: found.map((each) => invitationViewOf(each, now)) };
  }
}

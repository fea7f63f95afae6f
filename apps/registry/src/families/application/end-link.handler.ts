import type { Actor } from '@doorstep/auth';
import type { FamilyLinkView } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonAccess } from '../../people/application/person-access.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { FamilyLinkNotFoundError, LinkEndedError } from '../domain/family.errors.js';
import type { FamilyLink } from '../domain/family-link.js';
import { FamilyLinkRepository } from './family-link.repository.port.js';
import { linkViewOf } from './family-views.js';
import { LinkBook } from './link-book.js';

export interface EndLinkRequest {
  readonly actor: Actor;
  readonly linkId: string;
  readonly reason: string;
  readonly meta: EventMeta;
}

@Injectable()
export class EndLink {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly links: FamilyLinkRepository,
    private readonly book: LinkBook,
    private readonly access: PersonAccess,
  ) {}

  /** By staff who reach the elder, or by the account itself; one family member does not end the link of another. */
  async execute({ actor, linkId, reason, meta }: EndLinkRequest): Promise<FamilyLinkView> {
    const reach = actor.kind === 'family' ? 'system' : actor;
    const { subject, personId } = await this.transactions.read(reach, (tx) => this.seenBy(tx, actor, linkId));
    const keys = [
      { space: 'staff' as const, key: subject },
      { space: 'person' as const, key: personId },
    ];
    return this.transactions.run(reach, { keys }, async (tx) => {
      const link = await this.seenBy(tx, actor, linkId);
      if (link.endedAt) throw new LinkEndedError();
      const [ended] = await this.book.end(tx, { actor, meta, reason }, [link]);
      return linkViewOf(ended as FamilyLink);
    });
  }

  private async seenBy(tx: Tx, actor: Actor, linkId: string): Promise<FamilyLink> {
    const link = await this.links.find(tx, linkId);
    if (!link || (link.subject !== actor.subject && !(await this.caresFor(tx, actor, link.personId))))
      throw new FamilyLinkNotFoundError();
    return link;
  }

  /** Staff who have parents are family to them, and staff to others. */
  private async caresFor(tx: Tx, actor: Actor, personId: string): Promise<boolean> {
    if (actor.kind === 'family') return false;
    const { roles } = await this.access.reachedBy(tx, actor, personId);
    return roles.some((role) => role !== 'family');
  }
}

import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { EventMeta } from '@doorstep/messaging';
import type { LaneKey, Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { FamilyLinkRepository } from './family-link.repository.port.js';
import { InvitationRepository } from './invitation.repository.port.js';
import { LinkBook } from './link-book.js';

export interface Parting {
  readonly actor: Actor;
  readonly meta: EventMeta;
  readonly at: Date;
}

/** Nobody acts for somebody who is forgotten: links end, and codes that are still about become worthless. */
@Injectable()
export class PartFamily {
  constructor(
    private readonly links: FamilyLinkRepository,
    private readonly invitations: InvitationRepository,
    private readonly book: LinkBook,
  ) {}

  /** The lanes of the accounts that are linked now; with the person's lane held no further one comes. */
  async lanesOf(tx: Tx, personId: string): Promise<LaneKey[]> {
    return (await this.links.liveOf(tx, personId, null)).map(({ subject }) => ({ space: 'staff', key: subject }));
  }

  async execute(tx: Tx, personId: string, { actor, meta, at }: Parting): Promise<void> {
    const links = await this.links.liveOf(tx, personId, null);
    if (links.length > 0) await this.book.end(tx, { actor, meta, reason: 'person_erased' }, links);
    const open = await this.invitations.openOf(tx, personId, null);
    const ids = open.map(({ invitationId }) => invitationId);
    await this.invitations.revoke(tx, ids, at, actorRef(actor));
  }
}

import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { AlreadyLinkedError, FamilyLinkNotFoundError, TooManyLinksError } from '../domain/family.errors.js';
import type { FamilyLink } from '../domain/family-link.js';
import type { Invitation } from '../domain/invitation.js';
import { linkEnded, linkGranted } from './family-events.js';
import { FamilyLinkRepository } from './family-link.repository.port.js';

const MOST_LINKS = 50;

/** Writes links and their ends, with their events. Called with the lanes of the person and of each account held. */
@Injectable()
export class LinkBook {
  constructor(
    private readonly links: FamilyLinkRepository,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async ofSubject(tx: Tx, subject: string, linkId: string): Promise<FamilyLink> {
    const found = await this.links.find(tx, linkId);
    if (found?.subject !== subject) throw new FamilyLinkNotFoundError();
    return found;
  }

  async grant(tx: Tx, meta: EventMeta, invitation: Invitation, subject: string): Promise<FamilyLink> {
    const { personId, relation, may, from, to, consentId, invitationId } = invitation;
    const { joined, ofPerson, ofSubject } = await this.links.countLive(tx, personId, subject);
    if (joined) throw new AlreadyLinkedError();
    if (ofPerson >= MOST_LINKS || ofSubject >= MOST_LINKS) throw new TooManyLinksError(MOST_LINKS);
    const now = this.clock.now();
    const granted = { personId, relation, may, from, to, consentId, invitationId, grantedAt: now };
    const open = { endedAt: null, endedBy: null, endReason: null };
    const link = { linkId: uuidv7(now.getTime()), version: 1, subject, ...granted, ...open };
    await this.links.add(tx, link);
    await this.outbox.add(tx, meta, linkGranted(link));
    return link;
  }

  /** Answers the links as they are now. */
  async end(
    tx: Tx,
    { actor, meta, reason }: { actor: Actor; meta: EventMeta; reason: string },
    links: readonly FamilyLink[],
  ): Promise<FamilyLink[]> {
    const end = { endedAt: this.clock.now(), endedBy: actorRef(actor), endReason: reason };
    const ended = links.map((link) => ({ ...link, ...end, version: link.version + 1 }));
    await this.links.end(tx, ended);
    await this.outbox.add(tx, meta, ...links.map((link) => linkEnded(link, reason)));
    return ended;
  }
}

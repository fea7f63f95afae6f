import type { Actor } from '@doorstep/auth';
import type { FamilyLinkView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK, HttpProblemError } from '@doorstep/observability';
import type { IdempotentRequest, LaneKey, Tx } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { CodeNotValidError } from '../domain/family.errors.js';
import type { Invitation } from '../domain/invitation.js';
import { linkViewOf } from './family-views.js';
import { LinkBook } from './link-book.js';
import { Redemptions } from './redemptions.js';

const RETRY_AFTER_SECONDS = 3600;

export interface RedeemInvitationRequest {
  readonly actor: Actor;
  readonly code: string;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

/**
 * Makes an account the family of the elder who let it be invited. The caller reaches nobody yet: the code alone opens the way, so this
 * works with the reach of the service itself.
 */
@Injectable()
export class RedeemInvitation {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly redemptions: Redemptions,
    private readonly links: LinkBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A wrong code is counted in a transaction that commits; the refusal is thrown after it. */
  async execute(command: RedeemInvitationRequest): Promise<FamilyLinkView> {
    const invitation = await this.transactions.read('system', (tx) => this.redemptions.invitationOf(tx, command.code));
    const keys: LaneKey[] = [{ space: 'staff', key: command.actor.subject }];
    if (invitation) keys.push({ space: 'person', key: invitation.personId });
    const link = await this.transactions.run('system', { keys }, (tx) => this.redeem(tx, command, invitation));
    if (!link) throw new CodeNotValidError();
    return link;
  }

  private async redeem(
    tx: Tx,
    { actor, meta, request }: RedeemInvitationRequest,
    invitation: Invitation | undefined,
  ): Promise<FamilyLinkView | undefined> {
    const replay = await this.idempotency.replayOf(tx, request);
    if (replay) return linkViewOf(await this.links.ofSubject(tx, actor.subject, replay.resourceId));
    const now = this.clock.now();
    if (await this.redemptions.isBlocked(tx, actor.subject, now))
      throw new HttpProblemError(429, 'FAMILY.TOO_MANY_CODES', 'too many codes were tried; wait an hour', {
        'retry-after': String(RETRY_AFTER_SECONDS),
      });
    if (!invitation || !(await this.redemptions.take(tx, invitation, actor.subject, now))) {
      await this.redemptions.countFailure(tx, actor.subject, now);
      return undefined;
    }
    const link = await this.links.grant(tx, meta, invitation, actor.subject);
    await this.idempotency.remember(tx, request, { status: 201, resourceId: link.linkId });
    return linkViewOf(link);
  }
}

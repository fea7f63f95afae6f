import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { Sessions } from '../../sessions/application/sessions.port.js';
import { bookableUntil } from '../../sessions/domain/session.js';
import type { Waiting } from '../domain/waiting.js';
import { ended, isLapsed, offered, offerUntil } from '../domain/waiting.js';
import { Obstacles } from './obstacles.js';
import { WaitlistSettings } from './waitlist-settings.js';
import { Waitings } from './waitings.port.js';

/** One step of one person in line. Both answer undefined when somebody else was here first, and change nothing then. */
@Injectable()
export class OfferPlace {
  constructor(
    private readonly waitings: Waitings,
    private readonly sessions: Sessions,
    private readonly obstacles: Obstacles,
    private readonly settings: WaitlistSettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Keeps a place for somebody who waits; who cannot attend or has a place elsewhere leaves the line instead. */
  async make(tx: Tx, id: string): Promise<Waiting | undefined> {
    const waiting = await this.waitings.lock(tx, id);
    if (waiting?.state !== 'waiting') return undefined;
    const now = this.clock.now();
    const session = await this.sessions.find(tx, waiting.siteId, waiting.serviceDate);
    const until = session && bookableUntil(session);
    if (!until || now >= until || (await this.obstacles.has(tx, waiting))) return this.close(tx, waiting);
    // The last lock. Without a free place it changes nothing: whoever came first has it.
    if (!(await this.sessions.move(tx, waiting, 'offer'))) return undefined;
    const next = offered(waiting, now, offerUntil(now, this.settings.offerMinutes, until));
    await this.waitings.update(tx, next);
    return next;
  }

  /** Ends an offer whose time is up, or the waiting for a session that cannot be booked any more. */
  async end(tx: Tx, id: string): Promise<Waiting | undefined> {
    const waiting = await this.waitings.lock(tx, id);
    const now = this.clock.now();
    if (waiting?.state === 'waiting') return this.close(tx, waiting);
    if (waiting?.state !== 'offered' || !isLapsed(waiting, now)) return undefined;
    await this.sessions.move(tx, waiting, 'give_back');
    return this.keep(tx, ended(waiting, 'expired', now));
  }

  /** The centre does not hold the session: ends the waiting, also of who was offered a place. */
  async callOff(tx: Tx, id: string): Promise<Waiting | undefined> {
    const waiting = await this.waitings.lock(tx, id);
    if (waiting?.state === 'waiting') return this.close(tx, waiting);
    if (waiting?.state !== 'offered') return undefined;
    await this.sessions.move(tx, waiting, 'give_back');
    return this.keep(tx, ended(waiting, 'closed', this.clock.now()));
  }

  private async close(tx: Tx, waiting: Waiting): Promise<Waiting> {
    await this.sessions.move(tx, waiting, 'leave');
    return this.keep(tx, ended(waiting, 'closed', this.clock.now()));
  }

  private async keep(tx: Tx, waiting: Waiting): Promise<Waiting> {
    await this.waitings.update(tx, waiting);
    return waiting;
  }
}

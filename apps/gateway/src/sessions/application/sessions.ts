import type { SessionEnd } from '@doorstep/contracts';
import { SessionEndedV1, SessionStartedV1, SessionStrengthenedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Session, Strength } from '../domain/session.js';
import { hashOf, newToken, timedOut } from '../domain/session.js';
import { SessionLimitsOf } from './session-limits.js';
import { SessionStore } from './session-store.port.js';

export interface SignedIn {
  readonly subject: string;
  readonly strength: Strength;
  readonly deviceSiteId: string | null;
  readonly deviceId: string | null;
  /** When the issuer says that the owner proved it, which may be long before coming back from there. */
  readonly provedAt: Date;
}

export interface Ending {
  readonly reason: SessionEnd;
  readonly meta: EventMeta;
}

/** How old a remembered use may be: not every request writes. */
const TOUCH_MS = 30_000;

/** Every change of a session is an event in the same transaction. Time-outs use the real clock, whatever the business plays. */
@Injectable()
export class Sessions {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly store: SessionStore,
    private readonly limits: SessionLimitsOf,
  ) {}

  /** The session of this token while it may be used. Its use is remembered, if somebody used it: a page that polls is nobody. */
  async resolve(token: string, isUse: boolean): Promise<Session | undefined> {
    const session = await this.store.find(hashOf(token));
    if (!session) return undefined;
    const now = Date.now();
    const reason = timedOut(session, now, this.limits);
    if (reason) {
      await this.end([session.id], { reason, meta: metaOf(session.subject) });
      return undefined;
    }
    if (isUse && now - session.lastUsedAt.getTime() > Math.min(TOUCH_MS, this.limits.idleMs / 4))
      await this.store.touch(session.id, new Date(now));
    return session;
  }

  /** A new session with a new token, also where another was: what somebody planted in the browser before is worth nothing. */
  async start({ subject, strength, deviceSiteId, deviceId, provedAt }: SignedIn, meta: EventMeta): Promise<string> {
    const now = new Date();
    const id = uuidv7();
    const token = newToken();
    const expiresAt = new Date(now.getTime() + this.limits.absoluteMs);
    const at = { signedInAt: now, provedAt, lastUsedAt: now, expiresAt };
    const who = { id, subject, strength, deviceSiteId, deviceId };
    const data = { sessionId: id, subject, at: now.toISOString(), strength, deviceSiteId };
    await this.transactions.run({ keys: [laneOf(id)] }, async (tx) => {
      await this.store.insert(tx, { ...who, ...at, revoked: false }, hashOf(token));
      await this.outbox.add(tx, meta, newEvent(SessionStartedV1, id, data));
    });
    return token;
  }

  /** The owner proved again who they are: the session goes on with another token. Undefined when it ended meanwhile. */
  async strengthen(
    session: Session,
    { strength, provedAt }: Pick<SignedIn, 'strength' | 'provedAt'>,
    meta: EventMeta,
  ): Promise<string | undefined> {
    const token = newToken();
    const lastUsedAt = new Date();
    const renewed = { ...session, strength, provedAt, lastUsedAt };
    const data = { sessionId: session.id, subject: session.subject, at: lastUsedAt.toISOString(), strength };
    return this.transactions.run({ keys: [laneOf(session.id)] }, async (tx) => {
      if (!(await this.store.renew(tx, renewed, hashOf(token)))) return undefined;
      await this.outbox.add(tx, meta, newEvent(SessionStrengthenedV1, session.id, data));
      return token;
    });
  }

  /** Answers how many were still alive. */
  async end(ids: readonly string[], { reason, meta }: Ending): Promise<number> {
    if (ids.length === 0) return 0;
    const at = new Date();
    return this.transactions.run({ keys: ids.map(laneOf) }, async (tx) => {
      const ended = await this.store.end(tx, ids, reason, at);
      const events = ended.map(({ id, subject }) =>
        newEvent(SessionEndedV1, id, { sessionId: id, subject, at: at.toISOString(), reason }),
      );
      await this.outbox.add(tx, meta, ...events);
      return ended.length;
    });
  }

  /** Those of these sessions that may be used at this moment; looking at them is not a use. */
  async usable(ids: readonly string[]): Promise<Session[]> {
    if (ids.length === 0) return [];
    const found = await this.store.among([...new Set(ids)]);
    return found.filter((session) => timedOut(session, Date.now(), this.limits) === undefined);
  }

  live(subject: string): Promise<Session[]> {
    return this.store.live(subject);
  }

  /** A list of the living ones has a limit, and there may be more of them: until none is left. */
  async endAllOf(subject: string, ending: Ending): Promise<number> {
    let ended = 0;
    for (let live = await this.store.live(subject); live.length > 0; live = await this.store.live(subject))
      ended += await this.end(
        live.map(({ id }) => id),
        ending,
      );
    return ended;
  }

  /** Ends what was revoked or what nobody used up to its time-out, a batch at a time; answers how many. */
  async endOverdue(limit: number): Promise<number> {
    const now = new Date();
    const overdue = await this.store.overdue(now, this.limits.idleMs, limit);
    let ended = 0;
    for (const reason of ['killed', 'idle', 'absolute'] as const) {
      const ids = overdue
        .filter((session) => timedOut(session, now.getTime(), this.limits) === reason)
        .map(({ id }) => id);
      ended += await this.end(ids, { reason, meta: metaOf('session-timer') });
    }
    return ended;
  }
}

function laneOf(id: string): { readonly space: 'access'; readonly key: string } {
  return { space: 'access', key: id };
}

function metaOf(subject: string): EventMeta {
  return { actor: `gateway:${subject}`, correlationId: uuidv7() };
}

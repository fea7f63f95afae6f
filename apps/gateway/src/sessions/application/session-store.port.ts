import type { SessionEnd } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { Session } from '../domain/session.js';

export interface EndedSession {
  readonly id: string;
  readonly subject: string;
}

/** Of one account, or at one shared device of a site. */
export type WhoseSessions = { readonly subject: string } | { readonly siteId: string; readonly deviceId: string };

export abstract class SessionStore {
  abstract find(tokenHash: Buffer): Promise<Session | undefined>;
  abstract live(subject: string): Promise<Session[]>;
  /** Those of these that were not ended. */
  abstract among(ids: readonly string[]): Promise<Session[]>;
  abstract insert(tx: Tx, session: Session, tokenHash: Buffer): Promise<void>;
  /** Another token and proof for a session that is still alive; false when it ended meanwhile. */
  abstract renew(tx: Tx, session: Session, tokenHash: Buffer): Promise<boolean>;
  /** Remembers the use, at most every so often. */
  abstract touch(id: string, at: Date): Promise<void>;
  /** Ends those that are alive; answers which ones did. */
  abstract end(tx: Tx, ids: readonly string[], reason: SessionEnd, at: Date): Promise<EndedSession[]>;
  /** Nobody may use these any more, as far as they were proved up to that moment. */
  abstract revoke(tx: Tx, whose: WhoseSessions, at: Date): Promise<void>;
  /** Some that are revoked or past their time and not yet ended. */
  abstract overdue(now: Date, idleMs: number, limit: number): Promise<Session[]>;
}

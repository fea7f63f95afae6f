import type { SessionEnd } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { EndedSession, WhoseSessions } from '../application/session-store.port.js';
import { SessionStore } from '../application/session-store.port.js';
import type { Session } from '../domain/session.js';

const COLUMNS = `id, subject, strength, device_site_id AS "deviceSiteId", device_id AS "deviceId", signed_in_at AS "signedInAt", proved_at AS "provedAt",
  last_used_at AS "lastUsedAt", expires_at AS "expiresAt", revoked_at IS NOT NULL AS revoked`;
const LIVE_LIMIT = 100;
const OF_ACCOUNT = 'subject = $2';
/** Where nobody said which device of the site it was, it may have been this one. */
const AT_DEVICE = 'device_site_id = $2 AND (device_id = $3 OR device_id IS NULL)';

@Injectable()
export class SqlSessionStore extends SessionStore {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async find(tokenHash: Buffer): Promise<Session | undefined> {
    const [found] = await this.query(`WHERE token_hash = $1 AND ended_at IS NULL`, [tokenHash]);
    return found;
  }

  live(subject: string): Promise<Session[]> {
    return this.query(`WHERE subject = $1 AND ended_at IS NULL ORDER BY signed_in_at DESC LIMIT ${LIVE_LIMIT}`, [
      subject,
    ]);
  }

  among(ids: readonly string[]): Promise<Session[]> {
    return this.query('WHERE id = ANY($1::uuid[]) AND ended_at IS NULL', [ids]);
  }

  overdue(now: Date, idleMs: number, limit: number): Promise<Session[]> {
    return this.query(
      `WHERE ended_at IS NULL AND (revoked_at IS NOT NULL OR last_used_at < $1 OR expires_at <= $2) ORDER BY last_used_at LIMIT $3`,
      [new Date(now.getTime() - idleMs), now, limit],
    );
  }

  async insert(tx: Tx, session: Session, tokenHash: Buffer): Promise<void> {
    const { id, subject, strength, deviceSiteId, deviceId, signedInAt, provedAt, lastUsedAt, expiresAt } = session;
    await tx.query(
      `INSERT INTO session (id, token_hash, subject, strength, device_site_id, device_id, signed_in_at, proved_at, last_used_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [id, tokenHash, subject, strength, deviceSiteId, deviceId, signedInAt, provedAt, lastUsedAt, expiresAt],
    );
  }

  async renew(tx: Tx, { id, strength, provedAt, lastUsedAt }: Session, tokenHash: Buffer): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE session SET token_hash = $2, strength = $3, proved_at = $4, last_used_at = $5
       WHERE id = $1 AND ended_at IS NULL AND revoked_at IS NULL RETURNING id`,
      [id, tokenHash, strength, provedAt, lastUsedAt],
    );
    return rows.length === 1;
  }

  async touch(id: string, at: Date): Promise<void> {
    await this.transactions.run({ keys: [] }, (tx) =>
      tx.query('UPDATE session SET last_used_at = $2 WHERE id = $1 AND last_used_at < $2 AND ended_at IS NULL', [
        id,
        at,
      ]),
    );
  }

  async revoke(tx: Tx, whose: WhoseSessions, at: Date): Promise<void> {
    const [condition, values] =
      'subject' in whose ? [OF_ACCOUNT, [whose.subject]] : [AT_DEVICE, [whose.siteId, whose.deviceId]];
    await tx.query(
      `UPDATE session SET revoked_at = $1 WHERE ${condition} AND proved_at <= $1 AND ended_at IS NULL AND revoked_at IS NULL`,
      [at, ...values],
    );
  }

  end(tx: Tx, ids: readonly string[], reason: SessionEnd, at: Date): Promise<EndedSession[]> {
    return tx.query<{ id: string; subject: string }>(
      `UPDATE session SET ended_at = $2, end_reason = $3 WHERE id = ANY($1::uuid[]) AND ended_at IS NULL RETURNING id, subject`,
      [ids, at, reason],
    );
  }

  private query(rest: string, parameters: readonly unknown[]): Promise<Session[]> {
    return this.transactions.read((tx) => tx.query<Session>(`SELECT ${COLUMNS} FROM session ${rest}`, parameters));
  }
}

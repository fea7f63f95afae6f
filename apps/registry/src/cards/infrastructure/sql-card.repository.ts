import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { CardRepository } from '../application/card.repository.port.js';
import type { Card } from '../domain/card.js';

const CARD = `SELECT card_id AS "cardId", person_id AS "personId", token_hash AS "tokenHash", medium, issued_at AS "issuedAt",
  issued_by AS "issuedBy", blocked_at AS "blockedAt", blocked_by AS "blockedBy", blocked_reason AS "blockedReason" FROM card`;
const CAME = `INSERT INTO person_site (person_id, site_id, last_on) VALUES ($1, $2, $3)
  ON CONFLICT (person_id, site_id) DO UPDATE SET last_on = EXCLUDED.last_on WHERE person_site.last_on < EXCLUDED.last_on`;

@Injectable()
export class SqlCardRepository extends CardRepository {
  of(tx: Tx, personId: string): Promise<Card[]> {
    return tx.query<Card>(`${CARD} WHERE person_id = $1 ORDER BY card_id`, [personId]);
  }

  async byHash(tx: Tx, tokenHash: string): Promise<Card | undefined> {
    return (await tx.query<Card>(`${CARD} WHERE token_hash = $1`, [tokenHash]))[0];
  }

  async holderOf(tx: Tx, { personId }: Card): Promise<string> {
    const [row] = await tx.query<{ survivor_id: string }>('SELECT survivor_id FROM person_survivors($1::uuid[])', [
      [personId],
    ]);
    return row?.survivor_id ?? personId;
  }

  async add(tx: Tx, card: Card): Promise<void> {
    await tx.query(
      'INSERT INTO card (card_id, person_id, token_hash, medium, issued_at, issued_by) VALUES ($1, $2, $3, $4, $5, $6)',
      [card.cardId, card.personId, card.tokenHash, card.medium, card.issuedAt, card.issuedBy],
    );
  }

  async block(tx: Tx, { cardId, blockedAt, blockedBy, blockedReason }: Card): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE card SET blocked_at = $2, blocked_by = $3, blocked_reason = $4 WHERE card_id = $1 AND blocked_at IS NULL RETURNING card_id`,
      [cardId, blockedAt, blockedBy, blockedReason],
    );
    return rows.length > 0;
  }

  async came(tx: Tx, personId: string, siteId: string, on: string): Promise<void> {
    await tx.query(CAME, [personId, siteId, on]);
  }
}

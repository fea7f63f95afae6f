import { localDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { InvitationRepository } from '../application/invitation.repository.port.js';
import type { FamilyRight } from '../domain/family-link.js';
import type { Invitation } from '../domain/invitation.js';

interface InvitationRow {
  readonly invitation_id: string;
  readonly person_id: string;
  readonly relation: string;
  readonly may: FamilyRight[];
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly way: Invitation['way'];
  readonly consent_id: string;
  readonly expires_at: Date;
  readonly created_at: Date;
  readonly created_by: string;
  readonly redeemed_at: Date | null;
  readonly revoked_at: Date | null;
}

/** Everything but the hash of the code, which nothing needs to read. */
const SELECT = `SELECT invitation_id, person_id, relation, may, valid_from, valid_to, way, consent_id, expires_at, created_at, created_by,
  redeemed_at, revoked_at FROM family_invitation`;

@Injectable()
export class SqlInvitationRepository extends InvitationRepository {
  async find(tx: Tx, personId: string, invitationId: string): Promise<Invitation | undefined> {
    return (await this.select(tx, 'WHERE person_id = $1 AND invitation_id = $2', [personId, invitationId]))[0];
  }

  async byHash(tx: Tx, codeHash: Buffer): Promise<Invitation | undefined> {
    return (await this.select(tx, 'WHERE code_hash = $1', [codeHash]))[0];
  }

  list(tx: Tx, personId: string, limit: number): Promise<Invitation[]> {
    return this.select(tx, 'WHERE person_id = $1 ORDER BY created_at DESC, invitation_id DESC LIMIT $2', [
      personId,
      limit,
    ]);
  }

  async countOpen(tx: Tx, personId: string, now: Date): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM family_invitation
       WHERE person_id = $1 AND redeemed_at IS NULL AND revoked_at IS NULL AND expires_at > $2`,
      [personId, now],
    );
    return row?.count ?? 0;
  }

  async add(tx: Tx, invitation: Invitation, codeHash: Buffer): Promise<void> {
    await tx.query(
      `INSERT INTO family_invitation (invitation_id, person_id, relation, may, valid_from, valid_to, way, consent_id, code_hash,
         expires_at, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        invitation.invitationId,
        invitation.personId,
        invitation.relation,
        invitation.may,
        invitation.from,
        invitation.to,
        invitation.way,
        invitation.consentId,
        codeHash,
        invitation.expiresAt,
        invitation.createdAt,
        invitation.createdBy,
      ],
    );
  }

  async redeem(tx: Tx, invitationId: string, at: Date, subject: string): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE family_invitation SET redeemed_at = $2, redeemed_by = $3
       WHERE invitation_id = $1 AND redeemed_at IS NULL AND revoked_at IS NULL AND expires_at > $2 RETURNING 1`,
      [invitationId, at, subject],
    );
    return rows.length > 0;
  }

  async revoke(tx: Tx, invitationIds: readonly string[], at: Date, by: string): Promise<void> {
    await tx.query(
      `UPDATE family_invitation SET revoked_at = $2, revoked_by = $3
       WHERE invitation_id = ANY($1::uuid[]) AND redeemed_at IS NULL AND revoked_at IS NULL`,
      [invitationIds, at, by],
    );
  }

  openOf(tx: Tx, personId: string, consentId: string | null): Promise<Invitation[]> {
    const open = 'redeemed_at IS NULL AND revoked_at IS NULL';
    const where = `WHERE person_id = $1 AND ($2::uuid IS NULL OR consent_id = $2) AND ${open}`;
    return this.select(tx, where, [personId, consentId]);
  }

  private async select(tx: Tx, where: string, values: readonly unknown[]): Promise<Invitation[]> {
    return (await tx.query<InvitationRow>(`${SELECT} ${where}`, values)).map(invitationOf);
  }
}

function invitationOf(row: InvitationRow): Invitation {
  return {
    invitationId: row.invitation_id,
    personId: row.person_id,
    relation: row.relation,
    may: row.may,
    from: localDate(row.valid_from),
    to: row.valid_to === null ? null : localDate(row.valid_to),
    way: row.way,
    consentId: row.consent_id,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    createdBy: row.created_by,
    redeemedAt: row.redeemed_at,
    revokedAt: row.revoked_at,
  };
}

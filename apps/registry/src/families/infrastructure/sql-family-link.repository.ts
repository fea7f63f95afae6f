import { localDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { LinkFilter, LiveCounts } from '../application/family-link.repository.port.js';
import { FamilyLinkRepository } from '../application/family-link.repository.port.js';
import type { FamilyLink, FamilyRight, LinkEnd } from '../domain/family-link.js';

interface LinkRow {
  readonly link_id: string;
  readonly version: number;
  readonly subject: string;
  readonly person_id: string;
  readonly relation: string;
  readonly may: FamilyRight[];
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly consent_id: string;
  readonly invitation_id: string;
  readonly granted_at: Date;
  readonly ended_at: Date | null;
  readonly ended_by: string | null;
  readonly end_reason: string | null;
}

@Injectable()
export class SqlFamilyLinkRepository extends FamilyLinkRepository {
  async find(tx: Tx, linkId: string): Promise<FamilyLink | undefined> {
    return (await this.select(tx, 'WHERE link_id = $1', [linkId]))[0];
  }

  list(tx: Tx, { subject, personId, after, limit }: LinkFilter): Promise<FamilyLink[]> {
    return this.select(
      tx,
      `WHERE link_id > $1 AND ($2::text IS NULL OR subject = $2) AND ($3::uuid IS NULL OR person_id = $3)
       ORDER BY link_id LIMIT $4`,
      [after, subject ?? null, personId ?? null, limit],
    );
  }

  liveOf(tx: Tx, personId: string, consentId: string | null): Promise<FamilyLink[]> {
    const where = 'WHERE person_id = $1 AND ($2::uuid IS NULL OR consent_id = $2) AND ended_at IS NULL';
    return this.select(tx, `${where} ORDER BY link_id`, [personId, consentId]);
  }

  async countLive(tx: Tx, personId: string, subject: string): Promise<LiveCounts> {
    const [row] = await tx.query<LiveCounts>(
      `SELECT (count(*) FILTER (WHERE person_id = $1))::integer AS "ofPerson",
         (count(*) FILTER (WHERE subject = $2))::integer AS "ofSubject",
         coalesce(bool_or(person_id = $1 AND subject = $2), false) AS joined
       FROM family_link WHERE ended_at IS NULL AND (person_id = $1 OR subject = $2)`,
      [personId, subject],
    );
    return row as LiveCounts;
  }

  async add(tx: Tx, link: FamilyLink): Promise<void> {
    await tx.query(
      `INSERT INTO family_link (link_id, version, subject, person_id, relation, may, valid_from, valid_to, consent_id, invitation_id,
         granted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        link.linkId,
        link.version,
        link.subject,
        link.personId,
        link.relation,
        link.may,
        link.from,
        link.to,
        link.consentId,
        link.invitationId,
        link.grantedAt,
      ],
    );
  }

  async end(tx: Tx, ends: readonly LinkEnd[]): Promise<void> {
    for (const { linkId, version, endedAt, endedBy, endReason } of ends)
      await tx.query(
        `UPDATE family_link SET version = $2, ended_at = $3, ended_by = $4, end_reason = $5
         WHERE link_id = $1 AND ended_at IS NULL`,
        [linkId, version, endedAt, endedBy, endReason],
      );
  }

  private async select(tx: Tx, where: string, values: readonly unknown[]): Promise<FamilyLink[]> {
    return (await tx.query<LinkRow>(`SELECT * FROM family_link ${where}`, values)).map(linkOf);
  }
}

function linkOf(row: LinkRow): FamilyLink {
  return {
    linkId: row.link_id,
    version: row.version,
    subject: row.subject,
    personId: row.person_id,
    relation: row.relation,
    may: row.may,
    from: localDate(row.valid_from),
    to: row.valid_to === null ? null : localDate(row.valid_to),
    consentId: row.consent_id,
    invitationId: row.invitation_id,
    grantedAt: row.granted_at,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    endReason: row.end_reason,
  };
}

import { localDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ConsentRepository } from '../application/consent.repository.port.js';
import type { Consent, ConsentBy, ConsentHistory, ConsentHow, Withdrawal } from '../domain/consent.js';

interface ConsentRow {
  readonly consent_id: string;
  readonly person_id: string;
  readonly text_code: string;
  readonly text_version: number;
  readonly text_sha256: string;
  readonly given_by: ConsentBy;
  readonly how: ConsentHow;
  readonly given_on: string;
  readonly source: string | null;
  readonly recorded_at: Date;
  readonly recorded_by: string;
  readonly withdrawn_at: Date | null;
  readonly withdrawn_by: ConsentBy;
  readonly withdrawn_how: ConsentHow;
  readonly withdrawal_recorded_by: string;
}

const HISTORY = `SELECT consent.*, withdrawal.recorded_at AS withdrawn_at, withdrawal.withdrawn_by,
    withdrawal.how AS withdrawn_how, withdrawal.recorded_by AS withdrawal_recorded_by
  FROM consent LEFT JOIN consent_withdrawal withdrawal ON withdrawal.consent_id = consent.consent_id`;

@Injectable()
export class SqlConsentRepository extends ConsentRepository {
  async find(tx: Tx, personId: string, consentId: string): Promise<ConsentHistory | undefined> {
    const sql = `${HISTORY} WHERE consent.person_id = $1 AND consent.consent_id = $2`;
    return (await tx.query<ConsentRow>(sql, [personId, consentId])).map(historyOf)[0];
  }

  async list(tx: Tx, personId: string, limit: number): Promise<ConsentHistory[]> {
    const sql = `${HISTORY} WHERE consent.person_id = $1 ORDER BY consent.recorded_at DESC, consent.consent_id DESC LIMIT $2`;
    return (await tx.query<ConsentRow>(sql, [personId, limit])).map(historyOf);
  }

  async count(tx: Tx, personId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM consent WHERE person_id = $1',
      [personId],
    );
    return row?.count ?? 0;
  }

  async add(tx: Tx, consent: Consent): Promise<void> {
    await tx.query(
      `INSERT INTO consent (consent_id, person_id, text_code, text_version, text_sha256, given_by, how, given_on, source, recorded_at,
         recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        consent.consentId,
        consent.personId,
        consent.text,
        consent.textVersion,
        consent.textSha256,
        consent.givenBy,
        consent.how,
        consent.givenOn,
        consent.source,
        consent.recordedAt,
        consent.recordedBy,
      ],
    );
  }

  async withdraw(tx: Tx, withdrawal: Withdrawal): Promise<void> {
    const { consentId, personId, withdrawnBy, how, recordedAt, recordedBy } = withdrawal;
    await tx.query(
      `INSERT INTO consent_withdrawal (consent_id, person_id, withdrawn_by, how, recorded_at, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [consentId, personId, withdrawnBy, how, recordedAt, recordedBy],
    );
  }
}

function historyOf(row: ConsentRow): ConsentHistory {
  const { consent_id: consentId, person_id: personId } = row;
  const consent: Consent = {
    consentId,
    personId,
    text: row.text_code,
    textVersion: row.text_version,
    textSha256: row.text_sha256,
    givenBy: row.given_by,
    how: row.how,
    givenOn: localDate(row.given_on),
    source: row.source,
    recordedAt: row.recorded_at,
    recordedBy: row.recorded_by,
  };
  if (row.withdrawn_at === null) return { consent, withdrawal: null };
  const recorded = { recordedAt: row.withdrawn_at, recordedBy: row.withdrawal_recorded_by };
  return {
    consent,
    withdrawal: { consentId, personId, withdrawnBy: row.withdrawn_by, how: row.withdrawn_how, ...recorded },
  };
}

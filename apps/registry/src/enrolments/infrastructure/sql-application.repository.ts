import type { LocalDate } from '@doorstep/kernel';
import { localDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { ApplicationFilter, Portion } from '../application/application.repository.port.js';
import { ApplicationRepository } from '../application/application.repository.port.js';
import type { Application, ApplicationState, ApplicationStep, StepDetails } from '../domain/application.js';
import { OPEN_STATES } from '../domain/application.js';

interface ApplicationRow {
  readonly application_id: string;
  readonly person_id: string;
  readonly scheme: string;
  readonly state: ApplicationState;
  readonly version: number;
  readonly applied_on: string;
  readonly applied_by: string;
  readonly channel: string | null;
  readonly answer_by: string | null;
  readonly effective_from: string | null;
  readonly valid_to: string | null;
  readonly fact_id: string | null;
}

interface StepRow {
  readonly version: number;
  readonly state: ApplicationState;
  readonly done_at: Date;
  readonly done_by: string;
  readonly details: StepDetails;
}

const SELECT = `SELECT application_id, person_id, scheme, state, version, applied_on, applied_by, channel, answer_by, effective_from,
  valid_to, fact_id FROM enrolment_application`;

const PUT = `INSERT INTO enrolment_application (application_id, person_id, scheme, state, version, applied_on, applied_by, channel,
    answer_by, effective_from, valid_to, fact_id, changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
  ON CONFLICT (application_id) DO UPDATE SET state = EXCLUDED.state, version = EXCLUDED.version, answer_by = EXCLUDED.answer_by,
    effective_from = EXCLUDED.effective_from, valid_to = EXCLUDED.valid_to, fact_id = EXCLUDED.fact_id,
    changed_at = EXCLUDED.changed_at`;

@Injectable()
export class SqlApplicationRepository extends ApplicationRepository {
  async find(tx: Tx, applicationId: string): Promise<Application | undefined> {
    return (await this.select(tx, 'WHERE application_id = $1', [applicationId]))[0];
  }

  async findOpen(tx: Tx, personId: string, scheme: string): Promise<Application | undefined> {
    const where = 'WHERE person_id = $1 AND scheme = $2 AND state = ANY($3::text[])';
    return (await this.select(tx, where, [personId, scheme, OPEN_STATES]))[0];
  }

  list(tx: Tx, { personId, state, scheme, after, limit }: ApplicationFilter): Promise<Application[]> {
    return this.select(
      tx,
      `WHERE application_id > $1 AND ($2::uuid IS NULL OR person_id = $2) AND ($3::text IS NULL OR state = $3)
         AND ($4::text IS NULL OR scheme = $4) ORDER BY application_id LIMIT $5`,
      [after, personId ?? null, state ?? null, scheme ?? null, limit],
    );
  }

  async steps(tx: Tx, applicationId: string): Promise<ApplicationStep[]> {
    const rows = await tx.query<StepRow>(
      'SELECT version, state, done_at, done_by, details FROM application_step WHERE application_id = $1 ORDER BY version',
      [applicationId],
    );
    return rows.map(({ version, state, done_at: at, done_by: by, details }) => ({
      ...details,
      version,
      state,
      at,
      by,
    }));
  }

  async put(tx: Tx, application: Application, step: ApplicationStep): Promise<void> {
    const { version, state, at, by, ...details } = step;
    await tx.query(PUT, [
      application.applicationId,
      application.personId,
      application.scheme,
      application.state,
      application.version,
      application.appliedOn,
      application.appliedBy,
      application.channel,
      application.answerBy,
      application.effectiveFrom,
      application.validTo,
      application.factId,
      at,
    ]);
    await tx.query(
      `INSERT INTO application_step (application_id, version, person_id, state, done_at, done_by, details)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [application.applicationId, version, application.personId, state, at, by, JSON.stringify(details)],
    );
  }

  due(tx: Tx, today: LocalDate, draftsBefore: Date, { after, limit }: Portion): Promise<Application[]> {
    return this.select(
      tx,
      `WHERE application_id > $3 AND ((state = 'clarification_asked' AND answer_by < $1)
         OR (state = 'approved' AND valid_to <= $1) OR (state = 'draft' AND changed_at < $2)) ORDER BY application_id LIMIT $4`,
      [today, draftsBefore, after, limit],
    );
  }

  toRemind(tx: Tx, today: LocalDate, until: LocalDate, { after, limit }: Portion): Promise<Application[]> {
    return this.select(
      tx,
      `WHERE application_id > $3 AND state = 'approved' AND reminded_at IS NULL AND valid_to > $1 AND valid_to <= $2
       ORDER BY application_id LIMIT $4`,
      [today, until, after, limit],
    );
  }

  async reminded(tx: Tx, applicationId: string, at: Date): Promise<void> {
    await tx.query('UPDATE enrolment_application SET reminded_at = $2 WHERE application_id = $1', [applicationId, at]);
  }

  private async select(tx: Tx, where: string, values: readonly unknown[]): Promise<Application[]> {
    return (await tx.query<ApplicationRow>(`${SELECT} ${where}`, values)).map(applicationOf);
  }
}

function applicationOf(row: ApplicationRow): Application {
  return {
    applicationId: row.application_id,
    personId: row.person_id,
    scheme: row.scheme,
    state: row.state,
    version: row.version,
    appliedOn: localDate(row.applied_on),
    appliedBy: row.applied_by,
    channel: row.channel,
    answerBy: dateOf(row.answer_by),
    effectiveFrom: dateOf(row.effective_from),
    validTo: dateOf(row.valid_to),
    factId: row.fact_id,
  };
}

function dateOf(date: string | null): LocalDate | null {
  return date === null ? null : localDate(date);
}

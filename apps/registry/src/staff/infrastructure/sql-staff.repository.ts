import type { LocalDate } from '@doorstep/kernel';
import { localDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { AssignmentEnd, AssignmentFilter } from '../application/staff.repository.port.js';
import { StaffRepository } from '../application/staff.repository.port.js';
import type { AssignmentScope, StaffAssignment } from '../domain/staff-assignment.js';

interface AssignmentRow {
  readonly assignment_id: string;
  readonly version: number;
  readonly subject: string;
  readonly role: string;
  readonly site_id: string | null;
  readonly area_code: string | null;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly granted_at: Date;
  readonly granted_by: string;
  readonly ended_on: string | null;
  readonly ended_by: string | null;
  readonly end_reason: string | null;
}

const COLUMNS = `assignment_id, version, subject, role, site_id, area_code, valid_from, valid_to, granted_at, granted_by, ended_on,
  ended_by, end_reason`;

const LIST = `SELECT ${COLUMNS} FROM staff_assignment
  WHERE assignment_id > $1 AND ($2::text IS NULL OR subject = $2) AND ($3::text IS NULL OR role = $3)
    AND ($4::text[] IS NULL OR site_id = ANY($4)) AND ($5::text IS NULL OR area_code = $5)
    AND ($6::date IS NULL OR (valid_from <= $6 AND (valid_to IS NULL OR valid_to > $6) AND (ended_on IS NULL OR ended_on > $6)))
  ORDER BY assignment_id LIMIT $7`;

@Injectable()
export class SqlStaffRepository extends StaffRepository {
  async find(tx: Tx, assignmentId: string): Promise<StaffAssignment | undefined> {
    const rows = await tx.query<AssignmentRow>(`SELECT ${COLUMNS} FROM staff_assignment WHERE assignment_id = $1`, [
      assignmentId,
    ]);
    return rows.map(assignmentOf)[0];
  }

  async heldBy(tx: Tx, subject: string, today: LocalDate): Promise<StaffAssignment[]> {
    const rows = await tx.query<AssignmentRow>(
      `SELECT ${COLUMNS} FROM staff_assignment
       WHERE subject = $1 AND (valid_to IS NULL OR valid_to > $2) AND (ended_on IS NULL OR ended_on > $2)
       ORDER BY assignment_id`,
      [subject, today],
    );
    return rows.map(assignmentOf);
  }

  async list(tx: Tx, filter: AssignmentFilter): Promise<StaffAssignment[]> {
    const { after, subject, role, sites, areaCode, heldOn, limit } = filter;
    const values = [after, subject ?? null, role ?? null, sites ?? null, areaCode ?? null, heldOn ?? null, limit];
    return (await tx.query<AssignmentRow>(LIST, values)).map(assignmentOf);
  }

  async add(tx: Tx, assignment: StaffAssignment): Promise<void> {
    const { scope } = assignment;
    await tx.query(
      `INSERT INTO staff_assignment (assignment_id, version, subject, role, site_id, area_code, valid_from, valid_to, granted_at,
         granted_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        assignment.assignmentId,
        assignment.version,
        assignment.subject,
        assignment.role,
        'siteId' in scope ? scope.siteId : null,
        'areaCode' in scope ? scope.areaCode : null,
        assignment.from,
        assignment.to,
        assignment.grantedAt,
        assignment.grantedBy,
      ],
    );
  }

  async end(tx: Tx, { assignmentId, version, endedOn, endedBy, endReason }: AssignmentEnd): Promise<void> {
    await tx.query(
      `UPDATE staff_assignment SET version = $2, ended_on = $3, ended_by = $4, end_reason = $5 WHERE assignment_id = $1`,
      [assignmentId, version, endedOn, endedBy, endReason],
    );
  }
}

function assignmentOf(row: AssignmentRow): StaffAssignment {
  return {
    assignmentId: row.assignment_id,
    version: row.version,
    subject: row.subject,
    role: row.role,
    scope: scopeOf(row),
    from: localDate(row.valid_from),
    to: dateOf(row.valid_to),
    grantedAt: row.granted_at,
    grantedBy: row.granted_by,
    endedOn: dateOf(row.ended_on),
    endedBy: row.ended_by,
    endReason: row.end_reason,
  };
}

function scopeOf({ site_id: siteId, area_code: areaCode }: AssignmentRow): AssignmentScope {
  if (siteId !== null) return { siteId };
  return areaCode === null ? { all: true } : { areaCode };
}

function dateOf(date: string | null): LocalDate | null {
  return date === null ? null : localDate(date);
}

import type { Tx } from '@doorstep/persistence';
import type { LocalDate } from '@doorstep/kernel';
import type { StaffAssignment } from '../domain/staff-assignment.js';

export interface AssignmentFilter {
  readonly subject?: string | undefined;
  readonly role?: string | undefined;
  /** Only of these sites; undefined means everything. */
  readonly sites?: readonly string[] | undefined;
  readonly areaCode?: string | undefined;
  readonly heldOn?: string | undefined;
  /** Only ids above this one, in their order. */
  readonly after: string;
  readonly limit: number;
}

export interface AssignmentEnd {
  readonly assignmentId: string;
  readonly version: number;
  readonly endedOn: LocalDate;
  readonly endedBy: string;
  readonly endReason: string;
}

export abstract class StaffRepository {
  abstract find(tx: Tx, assignmentId: string): Promise<StaffAssignment | undefined>;
  /** What an account holds today or will hold; ended ones are left out. */
  abstract heldBy(tx: Tx, subject: string, today: LocalDate): Promise<StaffAssignment[]>;
  abstract list(tx: Tx, filter: AssignmentFilter): Promise<StaffAssignment[]>;
  abstract add(tx: Tx, assignment: StaffAssignment): Promise<void>;
  abstract end(tx: Tx, end: AssignmentEnd): Promise<void>;
}

import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { AssignmentView, GrantAssignment as GrantAssignmentBody } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { checkHeld, checkScope } from '../domain/role-rules.js';
import { AssignmentDatesError, AssignmentNotFoundError, TooManyAssignmentsError } from '../domain/staff.errors.js';
import type { StaffAssignment } from '../domain/staff-assignment.js';
import { assignmentGranted } from './assignment-events.js';
import { assignmentViewOf } from './assignment-view.js';
import { StaffBook } from './staff-book.js';
import { assertMayGrant } from './staff-access.js';

const MOST_PER_ACCOUNT = 100;
/** Plans reach a year ahead; a role that begins later is a slip of the pen. */
const FURTHEST_DAYS = 366;

export interface GrantAssignmentRequest {
  readonly actor: Actor;
  readonly body: GrantAssignmentBody;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

@Injectable()
export class GrantAssignment {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly book: StaffBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The lane of the account makes grants to it serial, so two that exclude each other cannot both pass the check. */
  execute({ actor, body, meta, request }: GrantAssignmentRequest): Promise<AssignmentView> {
    return this.transactions.run({ keys: [{ space: 'staff', key: body.subject }] }, async (tx) => {
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) return this.present(tx, replay.resourceId);
      const assignment = this.drafted(actor, body);
      assertMayGrant(actor, assignment);
      await this.admit(tx, assignment);
      await this.book.add(tx, assignment);
      await this.outbox.add(tx, meta, assignmentGranted(assignment));
      await this.idempotency.remember(tx, request, { status: 201, resourceId: assignment.assignmentId });
      return assignmentViewOf(assignment);
    });
  }

  private drafted(actor: Actor, { subject, role, scope, from, to }: GrantAssignmentBody): StaffAssignment {
    const now = this.clock.now();
    return {
      assignmentId: uuidv7(now.getTime()),
      version: 1,
      subject,
      role,
      scope,
      from: from as LocalDate,
      to: (to ?? null) as LocalDate | null,
      grantedAt: now,
      grantedBy: actorRef(actor),
      endedOn: null,
      endedBy: null,
      endReason: null,
    };
  }

  private async admit(tx: Tx, assignment: StaffAssignment): Promise<void> {
    const today = shanghaiDate(this.clock.now());
    if (assignment.to !== null && (assignment.to <= assignment.from || assignment.to <= today))
      throw new AssignmentDatesError('the assignment would be over before it begins');
    if (assignment.from > addDays(today, FURTHEST_DAYS))
      throw new AssignmentDatesError('the assignment begins more than a year ahead');
    checkScope(assignment.role, assignment.scope);
    await this.book.checkPlace(tx, assignment.scope);
    const held = await this.book.heldBy(tx, assignment.subject, today);
    if (held.length >= MOST_PER_ACCOUNT) throw new TooManyAssignmentsError(MOST_PER_ACCOUNT);
    checkHeld(assignment, held);
  }

  private async present(tx: Tx, assignmentId: string): Promise<AssignmentView> {
    const found = await this.book.find(tx, assignmentId);
    if (!found) throw new AssignmentNotFoundError();
    return assignmentViewOf(found);
  }
}

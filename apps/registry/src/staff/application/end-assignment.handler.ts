import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { AssignmentView, EndAssignment as EndAssignmentBody } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { Outbox } from '@doorstep/messaging';
import { assertVersion, CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { AlreadyEndedError, AssignmentDatesError, AssignmentNotFoundError } from '../domain/staff.errors.js';
import type { StaffAssignment } from '../domain/staff-assignment.js';
import { lastsUntil } from '../domain/staff-assignment.js';
import { assignmentEnded } from './assignment-events.js';
import { assignmentViewOf } from './assignment-view.js';
import { assertMayGrant, maySeeAssignment } from './staff-access.js';
import type { AssignmentEnd } from './staff.repository.port.js';
import { StaffRepository } from './staff.repository.port.js';

export interface EndAssignmentRequest {
  readonly actor: Actor;
  readonly assignmentId: string;
  readonly body: EndAssignmentBody;
  /** The version that the caller has seen. */
  readonly seen: number;
  readonly meta: EventMeta;
}

@Injectable()
export class EndAssignment {
  constructor(
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly staff: StaffRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Repeating is refused by the version that the caller has seen, so a doubled request ends nothing twice. */
  async execute({ actor, assignmentId, body, seen, meta }: EndAssignmentRequest): Promise<AssignmentView> {
    const { subject } = await this.transactions.read((tx) => this.seenBy(tx, actor, assignmentId));
    return this.transactions.run({ keys: [{ space: 'staff', key: subject }] }, async (tx) => {
      const assignment = await this.seenBy(tx, actor, assignmentId);
      assertVersion(seen, assignment.version);
      assertMayGrant(actor, assignment);
      const end = this.endOf(actor, assignment, body);
      await this.staff.end(tx, end);
      await this.outbox.add(tx, meta, assignmentEnded(subject, end));
      return assignmentViewOf({ ...assignment, ...end });
    });
  }

  private async seenBy(tx: Tx, actor: Actor, assignmentId: string): Promise<StaffAssignment> {
    const found = await this.staff.find(tx, assignmentId);
    if (!found || !maySeeAssignment(actor, found)) throw new AssignmentNotFoundError();
    return found;
  }

  private endOf(actor: Actor, assignment: StaffAssignment, { endedOn, reason }: EndAssignmentBody): AssignmentEnd {
    const today = shanghaiDate(this.clock.now());
    const end = (endedOn ?? today) as LocalDate;
    if (end < today) throw new AssignmentDatesError('rights cannot be taken back for days that are over');
    const until = lastsUntil(assignment);
    if (until !== null && until <= end) throw new AlreadyEndedError(until);
    const { assignmentId, version } = assignment;
    return { assignmentId, version: version + 1, endedOn: end, endedBy: actorRef(actor), endReason: reason };
  }
}

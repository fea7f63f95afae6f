import type { Actor } from '@doorstep/auth';
import { placesOf } from '@doorstep/auth';
import type { AssignmentPage, AssignmentQuery, AssignmentView } from '@doorstep/contracts';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { idAfter, idPageFrom } from '../../shared/id-cursor.js';
import { AssignmentNotFoundError } from '../domain/staff.errors.js';
import { assignmentViewOf } from './assignment-view.js';
import { maySeeAssignment } from './staff-access.js';
import type { AssignmentFilter } from './staff.repository.port.js';
import { StaffRepository } from './staff.repository.port.js';

@Injectable()
export class FindAssignments {
  constructor(
    private readonly transactions: Transactions,
    private readonly staff: StaffRepository,
  ) {}

  async one(actor: Actor, assignmentId: string): Promise<AssignmentView> {
    const found = await this.transactions.read((tx) => this.staff.find(tx, assignmentId));
    if (!found || !maySeeAssignment(actor, found)) throw new AssignmentNotFoundError();
    return assignmentViewOf(found);
  }

  list(actor: Actor, { siteId, cursor, limit, ...filter }: AssignmentQuery): Promise<AssignmentPage> {
    const own = placesOf(actor);
    const sites = siteId === undefined ? own : [siteId].filter((site) => own === undefined || own.includes(site));
    return this.page({ ...filter, sites, after: idAfter(cursor), limit });
  }

  /** What an account holds itself, whatever its scope. */
  own({ subject }: Actor, { cursor, limit }: AssignmentQuery): Promise<AssignmentPage> {
    return this.page({ subject, after: idAfter(cursor), limit });
  }

  private async page(filter: AssignmentFilter): Promise<AssignmentPage> {
    const { limit } = filter;
    const found = await this.transactions.read((tx) => this.staff.list(tx, { ...filter, limit: limit + 1 }));
    return idPageFrom(found.map(assignmentViewOf), limit, ({ assignmentId }) => assignmentId);
  }
}

import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { AreaRepository } from '../../areas/application/area.repository.port.js';
import { SiteRepository } from '../../sites/application/site.repository.port.js';
import { ScopeUnknownError } from '../domain/staff.errors.js';
import type { AssignmentScope, StaffAssignment } from '../domain/staff-assignment.js';
import { StaffRepository } from './staff.repository.port.js';

/** Who holds what, beside the places that an assignment can be for. */
@Injectable()
export class StaffBook {
  constructor(
    private readonly staff: StaffRepository,
    private readonly sites: SiteRepository,
    private readonly areas: AreaRepository,
  ) {}

  find(tx: Tx, assignmentId: string): Promise<StaffAssignment | undefined> {
    return this.staff.find(tx, assignmentId);
  }

  heldBy(tx: Tx, subject: string, today: LocalDate): Promise<StaffAssignment[]> {
    return this.staff.heldBy(tx, subject, today);
  }

  add(tx: Tx, assignment: StaffAssignment): Promise<void> {
    return this.staff.add(tx, assignment);
  }

  /** Throws ScopeUnknownError for a site or area that the registry does not have. */
  async checkPlace(tx: Tx, scope: AssignmentScope): Promise<void> {
    if ('siteId' in scope && (await this.sites.findMany(tx, [scope.siteId])).length === 0)
      throw new ScopeUnknownError();
    if ('areaCode' in scope && !(await this.areas.all(tx)).some(({ code }) => code === scope.areaCode))
      throw new ScopeUnknownError();
  }
}

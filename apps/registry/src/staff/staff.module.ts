import { Module } from '@nestjs/common';
import { AreasModule } from '../areas/areas.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { StaffController } from './api/staff.controller.js';
import { EndAssignment } from './application/end-assignment.handler.js';
import { FindAssignments } from './application/find-assignments.query.js';
import { GrantAssignment } from './application/grant-assignment.handler.js';
import { StaffBook } from './application/staff-book.js';
import { StaffRepository } from './application/staff.repository.port.js';
import { SqlStaffRepository } from './infrastructure/sql-staff.repository.js';

@Module({
  imports: [AreasModule, SitesModule],
  controllers: [StaffController],
  providers: [
    GrantAssignment,
    EndAssignment,
    FindAssignments,
    StaffBook,
    { provide: StaffRepository, useClass: SqlStaffRepository },
  ],
})
export class StaffModule {}

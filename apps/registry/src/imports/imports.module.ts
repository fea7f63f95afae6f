import { Module } from '@nestjs/common';
import { AreasModule } from '../areas/areas.module.js';
import { PeopleModule } from '../people/people.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { ImportsController } from './api/imports.controller.js';
import { ImportFile } from './application/import-file.handler.js';
import { ImportPlanner } from './application/import-planner.js';
import { ImportRepository } from './application/import.repository.port.js';
import { ImportSettlement } from './application/import-settlement.js';
import { ImportWriter } from './application/import-writer.js';
import { PeopleDirectories } from './application/people-directories.js';
import { PlacesWriter } from './application/places-writer.js';
import { ViewImport } from './application/view-import.query.js';
import { SqlImportRepository } from './infrastructure/sql-import.repository.js';

@Module({
  imports: [AreasModule, SitesModule, PeopleModule],
  controllers: [ImportsController],
  providers: [
    ImportFile,
    ViewImport,
    ImportPlanner,
    ImportWriter,
    PlacesWriter,
    ImportSettlement,
    PeopleDirectories,
    { provide: ImportRepository, useClass: SqlImportRepository },
  ],
  exports: [ImportPlanner, ImportWriter, PeopleDirectories],
})
export class ImportsModule {}

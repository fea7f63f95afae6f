import { Module } from '@nestjs/common';
import { ClaimsModule } from '../claims/claims.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { SimulationsController } from './api/simulations.controller.js';
import { ReplayPeople } from './application/replay-people.js';
import { RunSimulationsHandler } from './application/run-simulations.handler.js';
import { SimulationDesk } from './application/simulation-desk.js';
import { SimulationStore } from './application/simulation-store.port.js';
import { SimulationWorker } from './application/simulation-worker.js';
import { SqlSimulationStore } from './infrastructure/sql-simulation-store.js';

@Module({
  imports: [ClaimsModule, PoliciesModule],
  controllers: [SimulationsController],
  providers: [
    { provide: SimulationStore, useClass: SqlSimulationStore },
    ReplayPeople,
    RunSimulationsHandler,
    SimulationDesk,
    SimulationWorker,
  ],
})
export class SimulationsModule {}

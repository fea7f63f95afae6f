import type { LocalMonth } from '@doorstep/kernel';
import { ConflictError, NotFoundError, UnprocessableError } from '@doorstep/kernel';
import type { Tally } from './tally.js';

export interface Simulation {
  readonly simulationId: string;
  readonly policyId: string;
  readonly packId: string;
  readonly sha256: string;
  readonly month: LocalMonth;
  readonly state: 'queued' | 'running' | 'done' | 'cancelled' | 'failed';
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly finishedAt: Date | null;
  /** The rules in force under which the sums were made; null before it began. */
  readonly policyRevision: number | null;
  readonly afterPersonId: string | null;
  readonly peopleDone: number;
  readonly peopleInAll: number | null;
  readonly tally: Tally;
  readonly problem: string | null;
}

export class SimulationNotFoundError extends NotFoundError {
  constructor() {
    super('SIMULATION.NOT_FOUND', 'there is no such simulation');
  }
}

export class MonthNotReplayableError extends UnprocessableError {
  constructor(month: string) {
    super('SIMULATION.MONTH', 'only one of the last 24 whole months can be replayed', { month });
  }
}

export class TooManySimulationsError extends ConflictError {
  constructor(most: number) {
    super('SIMULATION.TOO_MANY', 'too many simulations are waiting', { most });
  }
}

export class SimulationOverError extends ConflictError {
  constructor(state: string) {
    super('SIMULATION.OVER', `the simulation is ${state} already`, { state });
  }
}

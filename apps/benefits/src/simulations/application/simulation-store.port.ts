import type { LocalMonth } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { ReplayedDays } from '../domain/replay.js';
import type { Simulation } from '../domain/simulation.js';
import type { Tally } from '../domain/tally.js';

export interface NewSimulation {
  readonly simulationId: string;
  readonly policyId: string;
  readonly packId: string;
  readonly sha256: string;
  readonly month: LocalMonth;
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

export interface SimulationPlace {
  readonly requestedAt: string;
  readonly simulationId: string;
}

export abstract class SimulationStore {
  abstract add(tx: Tx, simulation: NewSimulation): Promise<void>;

  /** How many are queued or running; the next caller waits until this transaction has ended. */
  abstract countOpen(tx: Tx): Promise<number>;

  abstract find(tx: Tx, simulationId: string): Promise<Simulation | undefined>;

  /** Newest first, one more than the limit. */
  abstract list(tx: Tx, policyId: string, after: SimulationPlace | undefined, limit: number): Promise<Simulation[]>;

  /** The one that waits longest and on which nobody works; it is the caller's for half a minute. */
  abstract take(tx: Tx): Promise<Simulation | undefined>;

  /** Persons with an order or booking of the days at a site of the pack, after the cursor. */
  abstract people(tx: Tx, packId: string, days: ReplayedDays, after: string | null, limit: number): Promise<string[]>;

  abstract countPeople(tx: Tx, packId: string, days: ReplayedDays): Promise<number>;

  /** Puts it where `fresh` says, unless it is over or somebody else has moved it since `before`. */
  abstract begin(tx: Tx, before: Simulation, fresh: Simulation): Promise<void>;

  /** Moves the cursor and keeps the sums; false when it was cancelled, somebody else works on it, or other rules are in force. */
  abstract advance(tx: Tx, before: Simulation, upTo: string, people: number, tally: Tally): Promise<boolean>;

  /** Gives it back unfinished. */
  abstract leave(tx: Tx, simulationId: string): Promise<void>;

  /** False when it is over already. */
  abstract end(
    tx: Tx,
    simulationId: string,
    state: 'done' | 'cancelled' | 'failed',
    at: Date,
    problem?: string,
  ): Promise<boolean>;
}

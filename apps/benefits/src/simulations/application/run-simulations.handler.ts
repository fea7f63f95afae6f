import type { Clock } from '@doorstep/kernel';
import { DomainError } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import type { CompiledPack } from '@doorstep/policy';
import { Inject, Injectable } from '@nestjs/common';
import { DraftRules } from '../../policies/application/draft-rules.js';
import { daysOf } from '../domain/month-world.js';
import type { Simulation } from '../domain/simulation.js';
import { emptyTally } from '../domain/tally.js';
import { ReplayPeople } from './replay-people.js';
import { SimulationStore } from './simulation-store.port.js';

/** Persons of one step: loaded set-based, and few enough that a cancelled simulation ends at once. */
export const GROUP = 200;

type Packs = ReadonlyMap<string, CompiledPack>;

/**
 * Replays a month, a few hundred persons a step, keeping the sums with the cursor in one transaction: a killed run goes on behind the
 * last step that was kept, on any instance, and comes to the same sums. When other rules came into force it begins again.
 */
@Injectable()
export class RunSimulationsHandler {
  private stopping = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly store: SimulationStore,
    private readonly replay: ReplayPeople,
    private readonly drafts: DraftRules,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Works until nothing is left that nobody works on. */
  async drain(): Promise<void> {
    for (let next = await this.take(); next; next = await this.take()) await this.run(next);
  }

  /** Leaves what runs to others, after the step that is being done. */
  stop(): void {
    this.stopping = true;
  }

  /** One step; answers the simulation as it is after it, or undefined when it is over for this worker. */
  async step(simulation: Simulation, packs: Packs): Promise<Simulation | undefined> {
    const { packId, month, afterPersonId, simulationId } = simulation;
    const days = daysOf(month);
    const people = await this.transactions.read((tx) => this.store.people(tx, packId, days, afterPersonId, GROUP));
    const upTo = people.at(-1);
    if (upTo === undefined) {
      await this.transactions.run({ keys: [] }, (tx) => this.store.end(tx, simulationId, 'done', this.clock.now()));
      return undefined;
    }
    const tally = await this.replay.execute(simulation, packs, people);
    const kept = await this.transactions.run({ keys: [] }, (tx) =>
      this.store.advance(tx, simulation, upTo, people.length, tally),
    );
    const peopleDone = simulation.peopleDone + people.length;
    return kept ? { ...simulation, tally, afterPersonId: upTo, peopleDone } : undefined;
  }

  private async take(): Promise<Simulation | undefined> {
    if (this.stopping) return undefined;
    return this.transactions.run({ keys: [] }, (tx) => this.store.take(tx));
  }

  private async run(taken: Simulation): Promise<void> {
    try {
      const { packs, simulation } = await this.prepare(taken);
      let current: Simulation | undefined = simulation;
      while (current && !this.stopping) current = await this.step(current, packs);
      if (current) await this.transactions.run({ keys: [] }, (tx) => this.store.leave(tx, taken.simulationId));
    } catch (error) {
      // What the rules themselves refuse will be refused again; anything else is tried again when the lease is over.
      if (!(error instanceof DomainError)) throw error;
      const problem = error.message.slice(0, 500);
      await this.transactions.run({ keys: [] }, (tx) =>
        this.store.end(tx, taken.simulationId, 'failed', this.clock.now(), problem),
      );
    }
  }

  /** Sums that were made under other rules in force are thrown away: half a month by each would say nothing. */
  async prepare(taken: Simulation): Promise<{ readonly packs: Packs; readonly simulation: Simulation }> {
    const days = daysOf(taken.month);
    const { packs, revision, count } = await this.transactions.read(async (tx) => ({
      packs: await this.drafts.packsWith(tx, taken.policyId, days.from),
      revision: await this.drafts.revision(tx),
      count: await this.store.countPeople(tx, taken.packId, days),
    }));
    if (taken.policyRevision === revision) return { packs, simulation: taken };
    const begun = { afterPersonId: null, peopleDone: 0, peopleInAll: count, policyRevision: revision };
    const simulation = { ...taken, ...begun, tally: emptyTally() };
    await this.transactions.run({ keys: [] }, (tx) => this.store.begin(tx, taken, simulation));
    return { packs, simulation };
  }
}

import type { Clock, LocalMonth } from '@doorstep/kernel';
import { addMonths, monthOf, shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PolicyDesk } from '../../policies/application/policy-desk.js';
import type { Simulation } from '../domain/simulation.js';
import {
  MonthNotReplayableError,
  SimulationNotFoundError,
  SimulationOverError,
  TooManySimulationsError,
} from '../domain/simulation.js';
import type { SimulationPlace } from './simulation-store.port.js';
import { SimulationStore } from './simulation-store.port.js';

const MOST_OPEN = 5;
const MOST_MONTHS_BACK = 24;

@Injectable()
export class SimulationDesk {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: SimulationStore,
    private readonly policies: PolicyDesk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws MonthNotReplayableError, TooManySimulationsError, PolicyNotFoundError */
  async request(
    policyId: string,
    month: LocalMonth,
    { actor }: EventMeta,
    request: IdempotentRequest,
  ): Promise<Simulation> {
    const now = this.clock.now();
    const present = monthOf(shanghaiDate(now));
    if (month >= present || month < addMonths(present, -MOST_MONTHS_BACK)) throw new MonthNotReplayableError(month);
    const { packId, sha256 } = await this.policies.find(policyId);
    const id = await this.transactions.run({ keys: [] }, async (tx) => {
      const known = await this.idempotency.replayOf(tx, request);
      if (known) return known.resourceId;
      if ((await this.store.countOpen(tx)) >= MOST_OPEN) throw new TooManySimulationsError(MOST_OPEN);
      const simulationId = uuidv7(now.getTime());
      const asked = { requestedBy: actor, requestedAt: now };
      await this.store.add(tx, { simulationId, policyId, packId, sha256, month, ...asked });
      await this.idempotency.remember(tx, request, { status: 201, resourceId: simulationId });
      return simulationId;
    });
    return this.find(policyId, id);
  }

  async cancel(policyId: string, simulationId: string): Promise<Simulation> {
    const { state } = await this.find(policyId, simulationId);
    const ended = await this.transactions.run({ keys: [] }, (tx) =>
      this.store.end(tx, simulationId, 'cancelled', this.clock.now()),
    );
    if (!ended && state !== 'cancelled') throw new SimulationOverError(state);
    return this.find(policyId, simulationId);
  }

  async find(policyId: string, simulationId: string): Promise<Simulation> {
    const found = await this.transactions.read((tx) => this.store.find(tx, simulationId));
    if (found?.policyId !== policyId) throw new SimulationNotFoundError();
    return found;
  }

  list(policyId: string, after: SimulationPlace | undefined, limit: number): Promise<Simulation[]> {
    return this.transactions.read((tx) => this.store.list(tx, policyId, after, limit));
  }
}

import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { NewSimulation, SimulationPlace } from '../application/simulation-store.port.js';
import { SimulationStore } from '../application/simulation-store.port.js';
import type { ReplayedDays } from '../domain/replay.js';
import type { Simulation } from '../domain/simulation.js';
import { emptyTally, type Tally } from '../domain/tally.js';

const COLUMNS = `simulation_id AS "simulationId", policy_id AS "policyId", pack_id AS "packId", sha256, month, state,
  requested_by AS "requestedBy", requested_at AS "requestedAt", finished_at AS "finishedAt", after_person_id AS "afterPersonId",
  people_done AS "peopleDone", people_in_all AS "peopleInAll", policy_revision AS "policyRevision", tally, problem`;
const ADD = `INSERT INTO policy_simulation (simulation_id, policy_id, pack_id, sha256, month, state, requested_by, requested_at, tally)
  VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7, $8)`;
const LIST = `SELECT ${COLUMNS} FROM policy_simulation WHERE policy_id = $1
    AND ($2::uuid IS NULL OR (requested_at, simulation_id) < ($3::timestamptz, $2))
  ORDER BY requested_at DESC, simulation_id DESC LIMIT $4`;
const LEASE = `now() + interval '30 seconds'`;
const TAKE = `UPDATE policy_simulation SET state = 'running', leased_until = ${LEASE}
  WHERE simulation_id = (SELECT simulation_id FROM policy_simulation
    WHERE state IN ('queued', 'running') AND (leased_until IS NULL OR leased_until < now())
    ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING ${COLUMNS}`;
const ADVANCE = `UPDATE policy_simulation SET after_person_id = $3, people_done = people_done + $4, tally = $5, leased_until = ${LEASE}
  WHERE simulation_id = $1 AND state = 'running' AND after_person_id IS NOT DISTINCT FROM $2::uuid AND policy_revision = $6::integer
    AND policy_revision = (SELECT revision FROM policy_revision) RETURNING simulation_id`;
const BEGIN = `UPDATE policy_simulation SET after_person_id = NULL, people_done = 0, people_in_all = $4, policy_revision = $5, tally = $6
  WHERE simulation_id = $1 AND state = 'running' AND after_person_id IS NOT DISTINCT FROM $2::uuid
    AND policy_revision IS NOT DISTINCT FROM $3::integer`;
const END = `UPDATE policy_simulation SET state = $2, finished_at = $3, problem = $4, leased_until = NULL
  WHERE simulation_id = $1 AND state IN ('queued', 'running') RETURNING simulation_id`;
/** One look into the index of orders per person: the cost grows with persons, never with history. */
const TOUCHED = `FROM person p WHERE EXISTS (SELECT FROM claim_origin o JOIN site s USING (site_id) WHERE o.person_id = p.person_id
    AND o.service_date BETWEEN $1::date AND $2::date AND $3 IN (s.meal_pack_id, s.day_care_pack_id))`;

@Injectable()
export class SqlSimulationStore extends SimulationStore {
  async add(
    tx: Tx,
    { simulationId, policyId, packId, sha256, month, requestedBy, requestedAt }: NewSimulation,
  ): Promise<void> {
    const tally = JSON.stringify(emptyTally());
    await tx.query(ADD, [simulationId, policyId, packId, sha256, month, requestedBy, requestedAt, tally]);
  }

  async countOpen(tx: Tx): Promise<number> {
    await tx.query('SELECT pg_advisory_xact_lock(4712, 2)');
    const [row] = await tx.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM policy_simulation WHERE state IN ('queued', 'running')`,
    );
    return row?.open ?? 0;
  }

  async find(tx: Tx, simulationId: string): Promise<Simulation | undefined> {
    const text = `SELECT ${COLUMNS} FROM policy_simulation WHERE simulation_id = $1`;
    return (await tx.query<Simulation>(text, [simulationId]))[0];
  }

  async list(tx: Tx, policyId: string, after: SimulationPlace | undefined, limit: number): Promise<Simulation[]> {
    return tx.query<Simulation>(LIST, [policyId, after?.simulationId ?? null, after?.requestedAt ?? null, limit + 1]);
  }

  async take(tx: Tx): Promise<Simulation | undefined> {
    return (await tx.query<Simulation>(TAKE))[0];
  }

  async people(
    tx: Tx,
    packId: string,
    { from, to }: ReplayedDays,
    after: string | null,
    limit: number,
  ): Promise<string[]> {
    const text = `SELECT p.person_id ${TOUCHED} AND ($4::uuid IS NULL OR p.person_id > $4) ORDER BY p.person_id LIMIT $5`;
    return (await tx.query<{ person_id: string }>(text, [from, to, packId, after, limit])).map((row) => row.person_id);
  }

  async countPeople(tx: Tx, packId: string, { from, to }: ReplayedDays): Promise<number> {
    const [row] = await tx.query<{ people: number }>(`SELECT count(*)::int AS people ${TOUCHED}`, [from, to, packId]);
    return row?.people ?? 0;
  }

  async begin(tx: Tx, before: Simulation, fresh: Simulation): Promise<void> {
    const { simulationId, afterPersonId, policyRevision } = before;
    const values = [fresh.peopleInAll, fresh.policyRevision, JSON.stringify(fresh.tally)];
    await tx.query(BEGIN, [simulationId, afterPersonId, policyRevision, ...values]);
  }

  async advance(tx: Tx, before: Simulation, upTo: string, people: number, tally: Tally): Promise<boolean> {
    const values = [
      before.simulationId,
      before.afterPersonId,
      upTo,
      people,
      JSON.stringify(tally),
      before.policyRevision,
    ];
    return (await tx.query(ADVANCE, values)).length === 1;
  }

  async leave(tx: Tx, simulationId: string): Promise<void> {
    await tx.query('UPDATE policy_simulation SET leased_until = NULL WHERE simulation_id = $1', [simulationId]);
  }

  async end(
    tx: Tx,
    simulationId: string,
    state: 'done' | 'cancelled' | 'failed',
    at: Date,
    problem?: string,
  ): Promise<boolean> {
    return (await tx.query(END, [simulationId, state, at, problem ?? null])).length === 1;
  }
}

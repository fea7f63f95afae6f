import { sqlArray, type Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { Bell } from '../../platform/bell.js';
import type { Cause } from '../../claims/domain/happening.js';
import type { CorrectionTask, PackRange, Wanting } from '../application/correction-queue.port.js';
import { CorrectionQueue } from '../application/correction-queue.port.js';

const TASKS = `unnest($1::uuid[], $2::date[], $3::date[], $4::text[], $5::text[]) AS d(person_id, from_date, to_date, why, cause)`;
const ADD = `INSERT INTO correction_task (person_id, from_date, to_date, why, cause)
  SELECT d.person_id, d.from_date, d.to_date, d.why, d.cause::jsonb FROM ${TASKS}`;
const ADD_WHERE_CUT = `${ADD} WHERE EXISTS (SELECT FROM claim c WHERE c.person_id = d.person_id AND c.service_date >= d.from_date
    AND (d.to_date IS NULL OR c.service_date <= d.to_date) AND c.outcome <> 'approve' AND c.state IN ('denied', 'held', 'settled'))`;
/** The first start brings every pack before there is any claim: what is decided from then on goes by them already. */
const SEARCH_PACK = `INSERT INTO correction_search (kind, pack_id, from_date, until_date, why, cause)
  SELECT 'pack', $1, $2::date, $3::date, $4, $5::jsonb WHERE EXISTS (SELECT FROM claim)`;
const SEARCH_WANTING = `INSERT INTO correction_search (kind, reasons, site_ids, pack_id, year, why, cause)
  VALUES ('wanting', $1, $2, $3, $4, $5, $6)`;

@Injectable()
export class SqlCorrectionQueue extends CorrectionQueue {
  constructor(private readonly bell: Bell) {
    super();
  }

  add(tx: Tx, tasks: readonly CorrectionTask[]): Promise<void> {
    return this.insert(tx, 'add-correction-tasks', ADD, tasks);
  }

  addWhereCut(tx: Tx, tasks: readonly CorrectionTask[]): Promise<void> {
    return this.insert(tx, 'add-correction-tasks-where-cut', ADD_WHERE_CUT, tasks);
  }

  async addForPack(tx: Tx, { packId, from, to }: PackRange, why: string, cause: Cause): Promise<void> {
    await tx.query(SEARCH_PACK, [packId, from, to ?? null, why, JSON.stringify(cause)]);
    this.ringAfter(tx);
  }

  async addForWanting(tx: Tx, wanting: Wanting, why: string, cause: Cause): Promise<void> {
    const { reasons, siteIds, packId, year } = wanting;
    await tx.query(SEARCH_WANTING, [
      reasons,
      siteIds ?? null,
      packId ?? null,
      year ?? null,
      why,
      JSON.stringify(cause),
    ]);
    this.ringAfter(tx);
  }

  private async insert(tx: Tx, name: string, text: string, tasks: readonly CorrectionTask[]): Promise<void> {
    if (tasks.length === 0) return;
    const values = [
      tasks.map(({ personId }) => personId),
      tasks.map(({ window }) => window.from),
      tasks.map(({ window }) => window.to ?? null),
      tasks.map(({ why }) => why),
      sqlArray(tasks.map(({ cause }) => JSON.stringify(cause))),
    ];
    await tx.client.query({ name, text, values });
    this.ringAfter(tx);
  }

  private ringAfter(tx: Tx): void {
    tx.afterCommit(() => this.bell.ring());
  }
}

import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Cause } from '../../claims/domain/happening.js';
import type { StoredTask } from '../application/task-store.port.js';
import { TaskStore } from '../application/task-store.port.js';

const DUE = `SELECT person_id FROM (SELECT person_id, task_id FROM correction_task
    WHERE not_before IS NULL OR not_before <= now() ORDER BY task_id LIMIT $1) t GROUP BY person_id ORDER BY min(task_id)`;
const TAKE = `SELECT task_id::text, person_id, from_date::text, to_date::text, why, cause FROM correction_task
  WHERE person_id = ANY($1::uuid[]) ORDER BY task_id FOR UPDATE`;
const POSTPONE = `UPDATE correction_task SET attempts = least(attempts + 1, 1000), problem = $2,
  not_before = now() + least(600, 2 ^ least(attempts, 9)) * interval '1 second' WHERE person_id = $1`;

interface TaskRow {
  readonly task_id: string;
  readonly person_id: string;
  readonly from_date: LocalDate;
  readonly to_date: LocalDate | null;
  readonly why: string;
  readonly cause: Cause;
}

@Injectable()
export class SqlTaskStore extends TaskStore {
  async due(tx: Tx, limit: number): Promise<string[]> {
    return (await tx.query<{ person_id: string }>(DUE, [limit])).map((row) => row.person_id);
  }

  async take(tx: Tx, personIds: readonly string[]): Promise<StoredTask[]> {
    return (await tx.query<TaskRow>(TAKE, [personIds])).map((row) => ({
      taskId: row.task_id,
      personId: row.person_id,
      window: { from: row.from_date, to: row.to_date ?? undefined },
      why: row.why,
      cause: row.cause,
    }));
  }

  async remove(tx: Tx, taskIds: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM correction_task WHERE task_id = ANY($1::bigint[])', [taskIds]);
  }

  async postpone(tx: Tx, personId: string, problem: string): Promise<void> {
    await tx.query(POSTPONE, [personId, problem]);
  }

  async count(tx: Tx): Promise<{ waiting: number; failing: number }> {
    const [row] = await tx.query<{ waiting: number; failing: number }>(
      `SELECT count(*)::int + (SELECT count(*)::int FROM correction_search) AS waiting,
        (count(*) FILTER (WHERE attempts > 0))::int AS failing FROM correction_task`,
    );
    return row ?? { waiting: 0, failing: 0 };
  }
}

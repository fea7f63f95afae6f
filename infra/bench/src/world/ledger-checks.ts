import { SQL_RULES } from '@doorstep/demo/invariants';
import type { SqlRule } from '@doorstep/demo/invariants';
import type pg from 'pg';

/** The rules that the demonstration day is held to, on the database of one service: I1 to I10, I13 and I17. */
export async function checkRules(owner: pg.Pool, service: SqlRule['service']): Promise<string[]> {
  const violations: string[] = [];
  for (const rule of SQL_RULES.filter((each) => each.service === service)) {
    const { rows } = await owner.query(`${rule.sql} LIMIT 3`);
    if (rows.length > 0) violations.push(`${rule.invariant} ${rule.says}: ${JSON.stringify(rows).slice(0, 200)}`);
  }
  const { rows } = await owner.query<{ reason: string }>('SELECT reason FROM parked_key LIMIT 3');
  if (rows.length > 0) violations.push(`I15 nothing is parked and nothing waits: ${JSON.stringify(rows)}`);
  return violations;
}

import type { Tx } from '@doorstep/persistence';
import { sqlArray } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Hit, HitFilter, NewRun, RuleRun } from '../application/rule-runs.port.js';
import { RuleRuns } from '../application/rule-runs.port.js';

const RUN = `
  SELECT run_id AS "runId", rule_id AS "ruleId", rule_sha256 AS "ruleSha256", parameters, from_date AS "from", to_date AS "to", snapshot,
    asked_by AS "askedBy", asked_at AS "askedAt", state, done::float8, total::float8, hits, truncated, sha256, failure,
    ended_at AS "endedAt" FROM rule_run`;

// A process that was killed leaves its run behind; whoever comes later takes it up, three times at most.
const CLAIM = `
  UPDATE rule_run SET state = 'running', claimed_at = $1, tries = tries + 1 WHERE run_id = (
    SELECT run_id FROM rule_run
    WHERE (state = 'waiting' OR (state = 'running' AND claimed_at < $1::timestamptz - interval '5 minutes')) AND tries < 3
    ORDER BY asked_at, run_id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING run_id AS "runId"`;

const GIVE_UP = `
  UPDATE rule_run SET state = 'failed', failure = 'BROKEN', ended_at = $1
  WHERE state = 'running' AND tries >= 3 AND claimed_at < $1::timestamptz - interval '5 minutes'`;

const ADD_HITS = `
  WITH found AS (
    SELECT * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::bigint[], $7::jsonb[], $8::text[])
      AS given (hit_id, hit_key, site_id, person_id, amount_fen, detail, evidence)
  ), named AS (
    INSERT INTO rule_hit (hit_id, rule_id, hit_key, first_run_id) SELECT hit_id, $9, hit_key, $1::uuid FROM found
    ON CONFLICT DO NOTHING
  ) INSERT INTO rule_run_hit (run_id, hit_id, site_id, person_id, amount_fen, detail, evidence)
    SELECT $1::uuid, hit_id, site_id, person_id, amount_fen, detail, evidence::uuid[] FROM found`;

const HITS = `
  SELECT hit_id AS "hitId", rule_id AS "ruleId", hit_key AS key, found.run_id AS "runId", site_id AS "siteId", person_id AS "personId",
    amount_fen AS "amountFen", detail, evidence
  FROM rule_hit JOIN LATERAL (
    SELECT * FROM rule_run_hit WHERE rule_run_hit.hit_id = rule_hit.hit_id AND ($1::uuid IS NULL OR run_id = $1)
    ORDER BY run_id DESC LIMIT 1) AS found USING (hit_id)
  WHERE ($2::text IS NULL OR rule_id = $2) AND ($3::text IS NULL OR site_id = $3) AND ($4::uuid IS NULL OR hit_id > $4)
  ORDER BY hit_id LIMIT $5`;

@Injectable()
export class SqlRuleRuns extends RuleRuns {
  async snapshot(tx: Tx): Promise<bigint> {
    const [head] = await tx.query<{ end: string }>('SELECT next_index AS "end" FROM fact_head');
    return BigInt(head?.end ?? 0);
  }

  async add(tx: Tx, run: NewRun): Promise<void> {
    await tx.query(
      `INSERT INTO rule_run (run_id, rule_id, rule_sha256, parameters, from_date, to_date, snapshot, asked_by, asked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[run.runId, run.ruleId, run.ruleSha256, JSON.stringify(run.parameters), run.from, run.to, run.snapshot],
        ...[run.askedBy, run.askedAt],
      ],
    );
  }

  async find(tx: Tx, runId: string): Promise<RuleRun | undefined> {
    return (await tx.query<RuleRun>(`${RUN} WHERE run_id = $1`, [runId]))[0];
  }

  list(tx: Tx, ruleId: string, before: string | undefined, limit: number): Promise<RuleRun[]> {
    const where = 'WHERE rule_id = $1 AND ($2::uuid IS NULL OR run_id < $2) ORDER BY run_id DESC LIMIT $3';
    return tx.query<RuleRun>(`${RUN} ${where}`, [ruleId, before ?? null, limit]);
  }

  async claim(tx: Tx, now: Date): Promise<RuleRun | undefined> {
    await tx.query(GIVE_UP, [now]);
    const [claimed] = await tx.query<{ runId: string }>(CLAIM, [now]);
    return claimed && this.find(tx, claimed.runId);
  }

  async progress(tx: Tx, runId: string, done: number, total: number, now: Date): Promise<void> {
    const text = `UPDATE rule_run SET done = $2, total = $3, claimed_at = $4 WHERE run_id = $1 AND state = 'running'`;
    await tx.query(text, [runId, done, total, now]);
  }

  async fail(tx: Tx, runId: string, failure: string, now: Date): Promise<void> {
    const text = `UPDATE rule_run SET state = 'failed', failure = $2, ended_at = $3 WHERE run_id = $1 AND state = 'running'`;
    await tx.query(text, [runId, failure, now]);
  }

  async finish(
    tx: Tx,
    run: RuleRun,
    hits: readonly Hit[],
    end: { sha256: string; truncated: boolean; now: Date },
  ): Promise<void> {
    // Two that took up the same run: the second finds it done and writes nothing.
    const done = await tx.query(
      `UPDATE rule_run SET state = 'done', sha256 = $2, hits = $3, truncated = $4, ended_at = $5, done = total
       WHERE run_id = $1 AND state = 'running' RETURNING run_id`,
      [run.runId, end.sha256, hits.length, end.truncated, end.now],
    );
    if (done.length === 0 || hits.length === 0) return;
    await tx.query(ADD_HITS, [
      run.runId,
      sqlArray(hits.map(({ hitId }) => hitId)),
      hits.map(({ key }) => key),
      hits.map(({ siteId }) => siteId),
      hits.map(({ personId }) => personId),
      hits.map(({ amountFen }) => amountFen),
      hits.map(({ detail }) => JSON.stringify(detail)),
      hits.map(({ evidence }) => `{${evidence.join(',')}}`),
      run.ruleId,
    ]);
  }

  async hits(tx: Tx, { runId, ruleId, siteId }: HitFilter, after: string | undefined, limit: number): Promise<Hit[]> {
    const values = [runId ?? null, ruleId ?? null, siteId ?? null, after ?? null, limit];
    const rows = await tx.query<Omit<Hit, 'amountFen'> & { amountFen: string | null }>(HITS, values);
    return rows.map((row) => ({ ...row, amountFen: row.amountFen === null ? null : Number(row.amountFen) }));
  }
}

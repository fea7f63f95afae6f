import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IdempotencyConflictError, InProgressError } from './idempotency.errors.js';
import type { Tx } from './tx.js';

export interface IdempotentRequest {
  /** Who asks; keys of two people never meet. */
  readonly principal: string;
  readonly route: string;
  readonly key: string;
  readonly bodyHash: string;
}

export interface IdempotentAnswer {
  readonly status: number;
  readonly resourceId: string;
}

const TRIES = 4;
const PAUSE_MS = 15;

/**
 * Remembers which requests were done. Key row, effect and outbox commit together, so a retry after any crash either finds
 * everything or nothing (ADR 0012).
 */
@Injectable()
export class Idempotency {
  /**
   * First statement inside the transaction. `undefined` means the first time; else what was answered before.
   * @throws IdempotencyConflictError (422) for another body, InProgressError (409) while the first request runs.
   */
  async replayOf(tx: Tx, request: IdempotentRequest): Promise<IdempotentAnswer | undefined> {
    const lock = lockNumber(request);
    for (let attempt = 1; ; attempt++) {
      // The lock is taken in a statement of its own: the next one then sees what its last holder committed.
      const [[row], known] = await Promise.all([
        tx.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [lock]),
        this.find(tx, request),
      ]);
      if (known || row?.mine) return known;
      // Whoever waited for the lane of the first request may arrive a moment before all its locks are gone.
      if (attempt === TRIES) throw new InProgressError();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /**
   * The same for many requests with different keys that share one transaction, in two statements a try. Answers in their order; a
   * refusal stands in its place instead of being thrown, since it concerns only its own request.
   */
  async replaysOf(
    tx: Tx,
    requests: readonly IdempotentRequest[],
  ): Promise<(IdempotentAnswer | IdempotencyConflictError | InProgressError | undefined)[]> {
    const answers = new Map<IdempotentRequest, IdempotentAnswer | IdempotencyConflictError | InProgressError>();
    let open = requests;
    for (let attempt = 1; open.length > 0; attempt++) {
      const [locks, known] = await Promise.all([this.tryLocks(tx, open), this.findAll(tx, open)]);
      const busy = open.filter((_request, index) => !known.has(index) && locks[index] !== true);
      for (const [index, answer] of known) answers.set(open[index] as IdempotentRequest, answer);
      if (attempt === TRIES) for (const request of busy) answers.set(request, new InProgressError());
      open = attempt === TRIES ? [] : busy;
      if (open.length > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return requests.map((request) => answers.get(request));
  }

  /** Last statement before commit, for many requests. */
  async rememberAll(
    tx: Tx,
    done: readonly { readonly request: IdempotentRequest; readonly answer: IdempotentAnswer }[],
  ): Promise<void> {
    await tx.query(
      `INSERT INTO idempotency_key (principal, route, key, body_hash, status, resource_id)
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::text[])`,
      [
        done.map(({ request }) => request.principal),
        done.map(({ request }) => request.route),
        done.map(({ request }) => request.key),
        done.map(({ request }) => request.bodyHash),
        done.map(({ answer }) => answer.status),
        done.map(({ answer }) => answer.resourceId),
      ],
    );
  }

  /** Last statement before commit. */
  async remember(tx: Tx, request: IdempotentRequest, answer: IdempotentAnswer): Promise<void> {
    await tx.query(
      `INSERT INTO idempotency_key (principal, route, key, body_hash, status, resource_id) VALUES ($1, $2, $3, $4, $5, $6)`,
      [request.principal, request.route, request.key, request.bodyHash, answer.status, answer.resourceId],
    );
  }

  /** Forgets keys older than the given hours (48 at least), a thousand at a time. Answers how many. */
  async forget(tx: Tx, olderThanHours: number): Promise<number> {
    const rows = await tx.query(
      `DELETE FROM idempotency_key WHERE (principal, route, key) IN (
         SELECT principal, route, key FROM idempotency_key
         WHERE created_at < now() - make_interval(hours => $1) ORDER BY created_at LIMIT 1000)
       RETURNING 1`,
      [Math.max(olderThanHours, 48)],
    );
    return rows.length;
  }

  private async tryLocks(tx: Tx, requests: readonly IdempotentRequest[]): Promise<boolean[]> {
    const rows = await tx.query<{ mine: boolean }>(
      'SELECT pg_try_advisory_xact_lock(l.number) AS mine FROM unnest($1::bigint[]) WITH ORDINALITY AS l(number, n) ORDER BY l.n',
      [requests.map(lockNumber)],
    );
    return rows.map((row) => row.mine);
  }

  /** By the place of the request. */
  private async findAll(
    tx: Tx,
    requests: readonly IdempotentRequest[],
  ): Promise<Map<number, IdempotentAnswer | IdempotencyConflictError>> {
    const rows = await tx.query<{ n: string; body_hash: string; status: number; resource_id: string }>(
      `SELECT r.n, k.body_hash, k.status, k.resource_id
       FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS r(principal, route, key, n)
       JOIN idempotency_key k USING (principal, route, key)`,
      [requests.map((r) => r.principal), requests.map((r) => r.route), requests.map((r) => r.key)],
    );
    return new Map(
      rows.map((row) => {
        const index = Number(row.n) - 1;
        const same = row.body_hash === requests[index]?.bodyHash;
        return [index, same ? { status: row.status, resourceId: row.resource_id } : new IdempotencyConflictError()];
      }),
    );
  }

  private async find(tx: Tx, request: IdempotentRequest): Promise<IdempotentAnswer | undefined> {
    const [row] = await tx.query<{ body_hash: string; status: number; resource_id: string }>(
      'SELECT body_hash, status, resource_id FROM idempotency_key WHERE principal = $1 AND route = $2 AND key = $3',
      [request.principal, request.route, request.key],
    );
    if (!row) return undefined;
    if (row.body_hash !== request.bodyHash) throw new IdempotencyConflictError();
    return { status: row.status, resourceId: row.resource_id };
  }
}

/** 63 bits of the key, in the one-number space of advisory locks; lanes live in the two-number space. */
function lockNumber({ principal, route, key }: IdempotentRequest): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([principal, route, key]))
    .digest();
  return (digest.readBigUInt64BE() >> 1n).toString();
}

import type { FindingProposal } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { OriginRef } from '../../claims/domain/origin.js';
import type { AskedCorrection, RequestFilter } from '../application/finding-request-store.port.js';
import { FindingRequestStore } from '../application/finding-request-store.port.js';
import type { FindingRequest, Outcome } from '../domain/finding-request.js';

const SELECT = `
  SELECT request_id AS "requestId", finding_id AS "findingId", claim_id AS "claimId", wanted, reason, requested_by AS "requestedBy",
    requested_at AS "requestedAt", state, proposal, proposal_reason AS "proposalReason", proposed_by AS "proposedBy",
    proposed_at AS "proposedAt", decided_by AS "decidedBy", decided_at AS "decidedAt", outcome FROM finding_request`;

const ORIGIN = `
  SELECT o.origin_id AS "originId", o.person_id AS "personId", o.site_id AS "siteId", o.service_date::text AS "serviceDate",
    o.meal_period AS "mealPeriod" FROM claim c JOIN claim_origin o USING (origin_id) WHERE c.claim_id = $1`;

const POSTINGS = `
  SELECT t.transaction_id AS id FROM claim c JOIN ledger_transaction t USING (claim_id)
  WHERE c.person_id = $1 AND c.service_date = $2`;

@Injectable()
export class SqlFindingRequestStore extends FindingRequestStore {
  async add(tx: Tx, requests: readonly AskedCorrection[]): Promise<void> {
    for (const { requestId, findingId, claimId, wanted, reason, requestedBy, requestedAt } of requests)
      await tx.query(
        `INSERT INTO finding_request (request_id, finding_id, claim_id, wanted, reason, requested_by, requested_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [requestId, findingId, claimId, wanted, reason, requestedBy, requestedAt],
      );
  }

  async find(tx: Tx, requestId: string): Promise<FindingRequest | undefined> {
    return (await tx.query<FindingRequest>(`${SELECT} WHERE request_id = $1`, [requestId]))[0];
  }

  async hold(tx: Tx, requestId: string): Promise<FindingRequest | undefined> {
    return (await tx.query<FindingRequest>(`${SELECT} WHERE request_id = $1 FOR UPDATE`, [requestId]))[0];
  }

  list(tx: Tx, { state, after, limit }: RequestFilter): Promise<FindingRequest[]> {
    return tx.query<FindingRequest>(
      `${SELECT} WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR request_id < $2) ORDER BY request_id DESC LIMIT $3`,
      [state ?? null, after ?? null, limit],
    );
  }

  async propose(
    tx: Tx,
    requestId: string,
    { proposal, reason, by, at }: { proposal: FindingProposal; reason: string; by: string; at: Date },
  ): Promise<void> {
    await tx.query(
      `UPDATE finding_request SET state = 'proposed', proposal = $2, proposal_reason = $3, proposed_by = $4, proposed_at = $5
       WHERE request_id = $1`,
      [requestId, proposal, reason, by, at],
    );
  }

  async giveBack(tx: Tx, requestId: string): Promise<void> {
    await tx.query(
      `UPDATE finding_request SET state = 'open', proposal = NULL, proposal_reason = NULL, proposed_by = NULL, proposed_at = NULL
       WHERE request_id = $1`,
      [requestId],
    );
  }

  async decide(
    tx: Tx,
    requestId: string,
    { by, at, outcome }: { by: string; at: Date; outcome: Outcome | null },
  ): Promise<void> {
    await tx.query(
      `UPDATE finding_request SET state = $2, decided_by = $3, decided_at = $4, outcome = $5 WHERE request_id = $1`,
      [requestId, outcome ? 'carried_out' : 'refused', by, at, outcome && JSON.stringify(outcome)],
    );
  }

  async originOf(tx: Tx, claimId: string): Promise<OriginRef | undefined> {
    return (await tx.query<OriginRef>(ORIGIN, [claimId]))[0];
  }

  async postingsOf(tx: Tx, { personId, serviceDate }: OriginRef): Promise<Set<string>> {
    return new Set((await tx.query<{ id: string }>(POSTINGS, [personId, serviceDate])).map(({ id }) => id));
  }
}

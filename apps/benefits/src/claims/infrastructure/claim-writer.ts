import type { Tx } from '@doorstep/persistence';
import type { ClaimWrites } from '../application/claim-store.port.js';
import type { Claim } from '../domain/claim.js';
import type { Origin } from '../domain/origin.js';
import type { PersonFile } from '../domain/person-file.js';
import { claimColumns, decisionColumns, originColumns } from './claim-columns.js';
import type { Ledger } from '../../ledger/application/ledger.port.js';
import { movementsOf } from '../domain/claim-movements.js';
import { RowSet } from '../../platform/row-set.js';

const origins = new RowSet('claim_origin', originColumns);
const claims = new RowSet('claim', claimColumns);
const decisions = new RowSet('claim_decision', decisionColumns);

const MOVE_CLAIMS = `UPDATE claim c SET state = d.state, slot = d.slot, changed_at = $5
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) AS d(claim_id, from_state, state, slot)
  WHERE c.claim_id = d.claim_id AND c.state = d.from_state`;

const MOVE_ORIGINS = `UPDATE claim_origin o SET fulfilment = d.fulfilment, asked = d.asked::jsonb, latest_claim_id = d.latest_claim_id
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[]) AS d(origin_id, fulfilment, asked, latest_claim_id)
  WHERE o.origin_id = d.origin_id`;

const COUNT_PEOPLE = `INSERT INTO person (person_id, decision_number, entitlement_version)
  SELECT d.* FROM unnest($1::uuid[], $2::integer[], $3::integer[]) AS d
  ON CONFLICT (person_id) DO UPDATE
  SET decision_number = excluded.decision_number, entitlement_version = excluded.entitlement_version`;

/** Statements are sent without waiting for one another: while PostgreSQL runs one, the next is being prepared here. */
export async function writeClaims(tx: Tx, ledger: Ledger, writes: ClaimWrites): Promise<void> {
  const at = writes.now.toISOString();
  const fresh = writes.claims.filter((claim) => claim.storedState === undefined);
  const stored = writes.claims.filter((claim) => claim.storedState !== undefined);
  await Promise.all([
    // Ends come first: a claim that makes way must have left its slot before the next one takes it.
    moveClaims(tx, stored, at),
    origins.insert(
      tx,
      writes.origins.filter((origin) => origin.isNew),
    ),
    claims.insert(
      tx,
      fresh.map((claim) => ({ claim, at })),
    ),
    decisions.insert(tx, fresh),
    moveOrigins(
      tx,
      writes.origins.filter((origin) => !origin.isNew),
    ),
    countPeople(tx, writes.files),
    ledger.post(tx, movementsOf(writes.changes)),
  ]);
}

async function moveClaims(tx: Tx, moved: readonly Claim[], at: string): Promise<void> {
  if (moved.length === 0) return;
  const { rowCount } = await tx.client.query({
    name: 'move-claims',
    text: MOVE_CLAIMS,
    values: [
      moved.map((claim) => claim.record.claimId),
      moved.map((claim) => claim.storedState),
      moved.map((claim) => claim.state),
      moved.map((claim) => claim.slot),
      at,
    ],
  });
  if (rowCount !== moved.length) throw new Error('a claim moved outside its lane');
}

async function moveOrigins(tx: Tx, moved: readonly Origin[]): Promise<void> {
  if (moved.length === 0) return;
  await tx.client.query({
    name: 'move-origins',
    text: MOVE_ORIGINS,
    values: [
      moved.map((origin) => origin.ref.originId),
      moved.map((origin) => origin.fulfilment),
      moved.map((origin) => JSON.stringify(origin.asked)),
      moved.map((origin) => origin.latestClaimId),
    ],
  });
}

async function countPeople(tx: Tx, files: readonly PersonFile[]): Promise<void> {
  if (files.length === 0) return;
  await tx.client.query({
    name: 'count-people',
    text: COUNT_PEOPLE,
    values: [
      files.map((file) => file.personId),
      files.map((file) => file.decisionNumber),
      files.map((file) => file.counters.entitlementVersion + 1),
    ],
  });
}

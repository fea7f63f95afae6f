import type { Tx } from '@doorstep/persistence';
import type { ClaimWrites } from '../application/claim-store.port.js';
import type { Claim } from '../domain/claim.js';
import type { Origin } from '../domain/origin.js';
import type { PersonFile } from '../domain/person-file.js';
import { sqlArray } from '@doorstep/persistence';
import {
  allowanceRows,
  moveAllowances,
  type OwnedAllowance,
} from '../../entitlements/infrastructure/allowance-rows.js';
import {
  claimColumns,
  decisionColumns,
  differenceText,
  lotDrawsText,
  originColumns,
  voucherDrawText,
} from './claim-columns.js';
import { correctionColumns } from './correction-columns.js';
import type { Ledger, SumUp } from '../../ledger/application/ledger.port.js';
import { RowSet } from '../../platform/row-set.js';

const origins = new RowSet('claim_origin', originColumns);
const claims = new RowSet('claim', claimColumns);
const corrections = new RowSet('correction', correctionColumns);
const decisions = new RowSet('claim_decision', decisionColumns);

const MOVE_CLAIMS = `UPDATE claim c SET state = d.state, slot = d.slot, lot_draws = d.lot_draws::jsonb,
    voucher_draw = d.voucher_draw::jsonb, difference = d.difference::jsonb, reversed_in_year = d.reversed_in_year, changed_at = $9
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::smallint[])
    AS d(claim_id, from_state, state, slot, lot_draws, voucher_draw, difference, reversed_in_year)
  WHERE c.claim_id = d.claim_id AND c.state = d.from_state`;

const MOVE_ORIGINS = `UPDATE claim_origin o SET fulfilment = d.fulfilment, asked = d.asked::jsonb, latest_claim_id = d.latest_claim_id,
    receipt_fen = d.receipt_fen
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::bigint[])
    AS d(origin_id, fulfilment, asked, latest_claim_id, receipt_fen)
  WHERE o.origin_id = d.origin_id`;

const COUNT_PEOPLE = `INSERT INTO person (person_id, decision_number, entitlement_version)
  SELECT d.* FROM unnest($1::uuid[], $2::integer[], $3::integer[]) AS d
  ON CONFLICT (person_id) DO UPDATE
  SET decision_number = excluded.decision_number, entitlement_version = excluded.entitlement_version`;

/** Statements are sent without waiting for one another: while PostgreSQL runs one, the next is being prepared here. */
export async function writeClaims(tx: Tx, ledger: Ledger, writes: ClaimWrites): Promise<SumUp> {
  const at = writes.now.toISOString();
  const fresh = writes.claims.filter((claim) => claim.storedState === undefined);
  const stored = writes.claims.filter((claim) => claim.storedState !== undefined);
  const written = [
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
    allowanceRows.insert(tx, writes.files.flatMap(issuedTo(at))),
    noteApprovals(
      tx,
      writes.files.filter((file) => file.wallet.movedApprovals),
    ),
    moveAllowances(
      tx,
      writes.files.flatMap((file) => file.wallet.changed),
    ),
    corrections.insert(
      tx,
      writes.corrections.map((correction) => ({ correction, at })),
    ),
  ];
  const [sumUp] = await Promise.all([ledger.enter(tx, writes.moved), ...written]);
  return sumUp;
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
      sqlArray(moved.map(lotDrawsText)),
      sqlArray(moved.map(voucherDrawText)),
      sqlArray(moved.map(differenceText)),
      moved.map((claim) => claim.reversedInYear),
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
      moved.map((origin) => origin.receiptFen),
    ],
  });
}

async function countPeople(tx: Tx, files: readonly PersonFile[]): Promise<void> {
  if (files.length === 0) return;
  const counted = files.flatMap((file) =>
    file.memberIds.map((member) => ({ member, counters: file.countersOf(member) })),
  );
  await tx.client.query({
    name: 'count-people',
    text: COUNT_PEOPLE,
    values: [
      counted.map(({ member }) => member),
      counted.map(({ counters }) => counters.decisionNumber),
      counted.map(({ counters }) => counters.entitlementVersion + 1),
    ],
  });
}

const issuedTo =
  (at: string) =>
  ({ personId, wallet }: PersonFile): OwnedAllowance[] =>
    wallet.added.map((allowance) => ({ personId, allowance, issuer: 'own', reference: null, at }));

const NOTE_APPROVALS = `UPDATE person p SET worked_out_approvals = ARRAY(SELECT jsonb_array_elements_text(d.approvals::jsonb))
  FROM unnest($1::uuid[], $2::text[]) AS d(person_id, approvals) WHERE p.person_id = d.person_id`;

async function noteApprovals(tx: Tx, files: readonly PersonFile[]): Promise<void> {
  if (files.length === 0) return;
  const approvals = files.map(({ wallet }) => JSON.stringify(wallet.workedOutApprovals));
  await tx.client.query({
    name: 'note-approvals',
    text: NOTE_APPROVALS,
    values: [files.map(({ personId }) => personId), sqlArray(approvals)],
  });
}

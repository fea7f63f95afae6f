import type { VoucherStatement, VoucherStatementView } from '@doorstep/contracts';
import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { addDays, addMonths, uuidv7 } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { allowanceRows } from '../../entitlements/infrastructure/allowance-rows.js';
import type { By, PreparedStatement } from '../application/voucher-statement-store.port.js';
import { VoucherStatementStore } from '../application/voucher-statement-store.port.js';
import type { Here, KnownVoucher, Reconciled, ToldBalance } from '../domain/reconcile-vouchers.js';
import type { KeptRedemption, VoucherDraw } from '../domain/voucher-finding.js';
import { totalsOf } from '../domain/voucher-statement.js';

const UNKNOWN = `SELECT t.person_id FROM unnest($1::uuid[]) AS t(person_id)
  WHERE NOT EXISTS (SELECT FROM person p WHERE p.person_id = t.person_id)`;
const VOUCHERS = `SELECT a.person_id AS "personId", a.month, a.left_fen::float8 AS "leftFen"
  FROM unnest($2::uuid[], $3::text[]) AS t(person_id, month)
  JOIN allowance a ON a.person_id = t.person_id AND a.month = t.month AND a.pack_id = $1 AND a.kind = 'voucher'`;
const DRAWS = `WITH wanted AS (
    SELECT c.claim_id FROM unnest($1::uuid[], $2::text[]) AS t(person_id, month)
      JOIN claim c ON c.person_id = t.person_id AND c.service_date >= (t.month || '-01')::date
        AND c.service_date < ((t.month || '-01')::date + interval '1 month')
    UNION SELECT unnest($3::uuid[]))
  SELECT c.claim_id AS "claimId", c.person_id AS "personId", to_char(c.service_date, 'YYYY-MM') AS month,
    (c.voucher_draw->>'fen')::float8 AS fen
  FROM wanted JOIN claim c USING (claim_id) WHERE c.state IN ('held', 'settled') AND c.voucher_draw IS NOT NULL`;
/** Each payment of an issuer once, however often it was reported. */
const EARLIER = `SELECT r.claim_id AS "claimId", r.reference, max(r.amount_fen)::float8 AS "amountFen", bool_or(r.accepted) AS accepted
  FROM voucher_redemption r WHERE r.claim_id = ANY($1::uuid[]) OR (r.issuer = $2 AND r.reference = ANY($3::text[])) GROUP BY 1, 2`;
const PREPARE = `INSERT INTO voucher_statement (voucher_statement_id, pack_id, issuer, as_of, state, balances, redemptions, added, agreed,
    findings, prepared_by, prepared_at)
  VALUES ($1, $2, $3, $4, 'prepared', $5, $6, $7, $8, $9, $10, $11)`;
const APPLIED = `UPDATE voucher_statement SET state = 'applied', added = $2, agreed = $3, findings = $4, approved_by = $5, applied_at = $6
  WHERE voucher_statement_id = $1`;
const REDEEM = `INSERT INTO voucher_redemption (claim_id, reference, amount_fen, accepted, voucher_statement_id, issuer)
  SELECT d.claim_id, d.reference, d.fen, d.accepted, $5, $6
  FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::boolean[]) AS d(claim_id, reference, fen, accepted)`;
const COLUMNS = `voucher_statement_id, pack_id, issuer, as_of::text, state, balances, redemptions, added, agreed, findings, prepared_by,
  prepared_at, approved_by, applied_at`;

interface Row {
  readonly voucher_statement_id: string;
  readonly pack_id: string;
  readonly issuer: string;
  readonly as_of: string;
  readonly state: VoucherStatementView['state'];
  readonly balances: VoucherStatement['balances'];
  readonly redemptions: VoucherStatement['redemptions'];
  readonly added: number;
  readonly agreed: number;
  readonly findings: VoucherStatementView['findings'];
  readonly prepared_by: string;
  readonly prepared_at: Date;
  readonly approved_by: string | null;
  readonly applied_at: Date | null;
}

@Injectable()
export class SqlVoucherStatementStore extends VoucherStatementStore {
  async unknownPersons(tx: Tx, personIds: readonly string[]): Promise<string[]> {
    return (await tx.query<{ person_id: string }>(UNKNOWN, [personIds])).map((row) => row.person_id);
  }

  async here(tx: Tx, { packId, issuer, balances, redemptions }: VoucherStatement): Promise<Here> {
    const places = [balances.map(({ personId }) => personId), balances.map(({ month }) => month)];
    const vouchers = await tx.query<KnownVoucher>(VOUCHERS, [packId, ...places]);
    const draws = await tx.query<VoucherDraw>(DRAWS, [...places, redemptions.map(({ claimId }) => claimId)]);
    const claimIds = [...new Set([...draws, ...redemptions].map(({ claimId }) => claimId))];
    const references = redemptions.map(({ reference }) => reference);
    const earlier = await tx.query<KeptRedemption>(EARLIER, [claimIds, issuer, references]);
    return { vouchers, draws, earlier };
  }

  async prepare(tx: Tx, statement: VoucherStatement, result: Reconciled, { by, at }: By): Promise<void> {
    const { voucherStatementId, packId, issuer, asOf, balances, redemptions } = statement;
    const { missing, agreed, findings } = result;
    const told = [voucherStatementId, packId, issuer, asOf, JSON.stringify(balances), JSON.stringify(redemptions)];
    await tx.query(PREPARE, [...told, missing.length, agreed, JSON.stringify(findings), by, at]);
  }

  async take(tx: Tx, voucherStatementId: string): Promise<PreparedStatement | undefined> {
    const text = `SELECT ${COLUMNS} FROM voucher_statement WHERE voucher_statement_id = $1 FOR UPDATE`;
    const [row] = await tx.query<Row>(text, [voucherStatementId]);
    if (!row) return undefined;
    const { pack_id: packId, issuer, as_of: asOf, balances, redemptions } = row;
    const statement = { voucherStatementId, packId, issuer, asOf, balances, redemptions };
    return { statement, state: row.state, preparedBy: row.prepared_by };
  }

  async personsOf(tx: Tx, voucherStatementId: string): Promise<string[]> {
    const text = `SELECT DISTINCT b->>'personId' AS person_id FROM voucher_statement, jsonb_array_elements(balances) AS b
      WHERE voucher_statement_id = $1`;
    return (await tx.query<{ person_id: string }>(text, [voucherStatementId])).map((row) => row.person_id);
  }

  async takeOver(tx: Tx, packId: string, missing: readonly ToldBalance[], at: Date): Promise<void> {
    const owned = missing.map(({ personId, month, amountFen, balanceFen, reference }) => ({
      personId,
      allowance: {
        allowanceId: uuidv7(at.getTime()),
        packId,
        kind: 'voucher' as const,
        month: month as LocalMonth,
        amountFen,
        leftFen: balanceFen,
        lapsedFen: 0,
        expiresOn: addDays(`${addMonths(month as LocalMonth, 1)}-01` as LocalDate, -1),
        usableFrom: null,
        forMonth: null,
      },
      issuer: 'outside' as const,
      reference,
      at: at.toISOString(),
    }));
    await allowanceRows.insert(tx, owned);
  }

  async applied(tx: Tx, statement: VoucherStatement, result: Reconciled, { by, at }: By): Promise<void> {
    const { voucherStatementId, issuer } = statement;
    const { missing, agreed, findings, redemptions } = result;
    await tx.query(APPLIED, [voucherStatementId, missing.length, agreed, JSON.stringify(findings), by, at]);
    await tx.query(REDEEM, [
      redemptions.map(({ claimId }) => claimId),
      redemptions.map(({ reference }) => reference),
      redemptions.map(({ amountFen }) => amountFen),
      redemptions.map(({ accepted }) => accepted),
      voucherStatementId,
      issuer,
    ]);
  }

  async find(tx: Tx, voucherStatementId: string): Promise<VoucherStatementView | undefined> {
    const text = `SELECT ${COLUMNS} FROM voucher_statement WHERE voucher_statement_id = $1`;
    const [row] = await tx.query<Row>(text, [voucherStatementId]);
    return row && viewOf(row);
  }

  async list(tx: Tx, after: string | undefined, limit: number): Promise<VoucherStatementView[]> {
    const text = `SELECT ${COLUMNS} FROM voucher_statement WHERE ($1::uuid IS NULL OR voucher_statement_id < $1)
      ORDER BY voucher_statement_id DESC LIMIT $2`;
    return (await tx.query<Row>(text, [after ?? null, limit + 1])).map(viewOf);
  }
}

function viewOf(row: Row): VoucherStatementView {
  return {
    voucherStatementId: row.voucher_statement_id,
    packId: row.pack_id,
    issuer: row.issuer,
    asOf: row.as_of,
    state: row.state,
    preparedBy: row.prepared_by,
    preparedAt: row.prepared_at.toISOString(),
    approvedBy: row.approved_by,
    appliedAt: row.applied_at?.toISOString() ?? null,
    ...totalsOf(row),
    added: row.added,
    agreed: row.agreed,
    findings: row.findings,
  };
}

import type { VoucherStatement, VoucherStatementView } from '@doorstep/contracts';
import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { addDays, addMonths, uuidv7 } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { allowanceRows } from '../../entitlements/infrastructure/allowance-rows.js';
import type { ImportedBy } from '../application/voucher-statement-store.port.js';
import { VoucherStatementStore } from '../application/voucher-statement-store.port.js';
import type {
  KnownVoucher,
  Reconciled,
  ToldBalance,
  ToldRedemption,
  VoucherDraw,
} from '../domain/reconcile-vouchers.js';

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
    (c.voucher_draw->>'fen')::float8 AS fen, r.reference
  FROM wanted JOIN claim c USING (claim_id) LEFT JOIN voucher_redemption r USING (claim_id)
  WHERE c.state IN ('held', 'settled') AND c.voucher_draw IS NOT NULL`;
const ADD = `INSERT INTO voucher_statement (voucher_statement_id, pack_id, issuer, as_of, added, agreed, findings, imported_by, imported_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
/** The first report of a claim's redemption stays. */
const REDEEM = `INSERT INTO voucher_redemption (claim_id, reference, amount_fen, voucher_statement_id)
  SELECT d.claim_id, d.reference, d.fen, $4 FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS d(claim_id, reference, fen)
  ON CONFLICT (claim_id) DO NOTHING`;
const COLUMNS = `voucher_statement_id, pack_id, issuer, as_of::text, added, agreed, findings, imported_by, imported_at`;

interface Row {
  readonly voucher_statement_id: string;
  readonly pack_id: string;
  readonly issuer: string;
  readonly as_of: string;
  readonly added: number;
  readonly agreed: number;
  readonly findings: VoucherStatementView['findings'];
  readonly imported_by: string;
  readonly imported_at: Date;
}

@Injectable()
export class SqlVoucherStatementStore extends VoucherStatementStore {
  async unknownPersons(tx: Tx, personIds: readonly string[]): Promise<string[]> {
    return (await tx.query<{ person_id: string }>(UNKNOWN, [personIds])).map((row) => row.person_id);
  }

  vouchers(tx: Tx, packId: string, balances: readonly ToldBalance[]): Promise<KnownVoucher[]> {
    return tx.query<KnownVoucher>(VOUCHERS, [packId, ...placesOf(balances)]);
  }

  draws(tx: Tx, balances: readonly ToldBalance[], redemptions: readonly ToldRedemption[]): Promise<VoucherDraw[]> {
    return tx.query<VoucherDraw>(DRAWS, [...placesOf(balances), redemptions.map(({ claimId }) => claimId)]);
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

  async add(tx: Tx, statement: VoucherStatement, result: Reconciled, { by, at }: ImportedBy): Promise<void> {
    const { voucherStatementId, packId, issuer, asOf, redemptions } = statement;
    const { missing, agreed, findings } = result;
    const told = [voucherStatementId, packId, issuer, asOf];
    await tx.query(ADD, [...told, missing.length, agreed, JSON.stringify(findings), by, at]);
    await tx.query(REDEEM, [
      redemptions.map(({ claimId }) => claimId),
      redemptions.map(({ reference }) => reference),
      redemptions.map(({ amountFen }) => amountFen),
      voucherStatementId,
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

const placesOf = (balances: readonly ToldBalance[]): readonly (readonly string[])[] => [
  balances.map(({ personId }) => personId),
  balances.map(({ month }) => month),
];

function viewOf(row: Row): VoucherStatementView {
  return {
    voucherStatementId: row.voucher_statement_id,
    packId: row.pack_id,
    issuer: row.issuer,
    asOf: row.as_of,
    importedBy: row.imported_by,
    importedAt: row.imported_at.toISOString(),
    added: row.added,
    agreed: row.agreed,
    findings: row.findings,
  };
}

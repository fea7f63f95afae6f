import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { RowSet } from '../../platform/row-set.js';
import type { Allowance } from '../domain/allowance.js';

export const ALLOWANCE_COLUMNS = `a.allowance_id, a.person_id, a.pack_id, a.kind, a.month, a.amount_fen::float8, a.left_fen::float8,
  a.lapsed_fen::float8, a.expires_on::text, a.usable_from::text, a.for_month`;

export interface AllowanceSqlRow {
  readonly allowance_id: string;
  readonly person_id: string;
  readonly pack_id: string;
  readonly kind: Allowance['kind'];
  readonly month: LocalMonth;
  readonly amount_fen: number;
  readonly left_fen: number;
  readonly lapsed_fen: number;
  readonly expires_on: LocalDate;
  readonly usable_from: LocalDate | null;
  readonly for_month: LocalMonth | null;
}

export function allowanceOf(row: AllowanceSqlRow): Allowance {
  return {
    allowanceId: row.allowance_id,
    packId: row.pack_id,
    kind: row.kind,
    month: row.month,
    amountFen: row.amount_fen,
    leftFen: row.left_fen,
    lapsedFen: row.lapsed_fen,
    expiresOn: row.expires_on,
    usableFrom: row.usable_from,
    forMonth: row.for_month,
  };
}

export interface OwnedAllowance {
  readonly personId: string;
  readonly allowance: Allowance;
  readonly issuer: 'own' | 'opening' | 'outside';
  readonly reference: string | null;
  readonly at: string;
}

export const allowanceRows = new RowSet<OwnedAllowance>('allowance', [
  { name: 'allowance_id', type: 'uuid', value: ({ allowance }) => allowance.allowanceId },
  { name: 'person_id', type: 'uuid', value: ({ personId }) => personId },
  { name: 'pack_id', type: 'text', value: ({ allowance }) => allowance.packId },
  { name: 'kind', type: 'text', value: ({ allowance }) => allowance.kind },
  { name: 'month', type: 'text', value: ({ allowance }) => allowance.month },
  { name: 'amount_fen', type: 'bigint', value: ({ allowance }) => allowance.amountFen },
  { name: 'left_fen', type: 'bigint', value: ({ allowance }) => allowance.leftFen },
  { name: 'lapsed_fen', type: 'bigint', value: ({ allowance }) => allowance.lapsedFen },
  { name: 'expires_on', type: 'date', value: ({ allowance }) => allowance.expiresOn },
  { name: 'usable_from', type: 'date', value: ({ allowance }) => allowance.usableFrom },
  { name: 'for_month', type: 'text', value: ({ allowance }) => allowance.forMonth },
  { name: 'issuer', type: 'text', value: ({ issuer }) => issuer },
  { name: 'reference', type: 'text', value: ({ reference }) => reference },
  { name: 'issued_at', type: 'timestamptz', value: ({ at }) => at },
]);

const MOVE = `UPDATE allowance a SET left_fen = d.left_fen, lapsed_fen = d.lapsed_fen, amount_fen = d.amount_fen,
    usable_from = d.usable_from, expires_on = d.expires_on
  FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::date[], $6::date[])
    AS d(allowance_id, left_fen, lapsed_fen, amount_fen, usable_from, expires_on)
  WHERE a.allowance_id = d.allowance_id`;

/** Balances as they are now; the person's lane keeps everybody else away from them. */
export async function moveAllowances(tx: Tx, changed: readonly Allowance[]): Promise<void> {
  if (changed.length === 0) return;
  await tx.client.query({
    name: 'move-allowances',
    text: MOVE,
    values: [
      changed.map(({ allowanceId }) => allowanceId),
      changed.map(({ leftFen }) => leftFen),
      changed.map(({ lapsedFen }) => lapsedFen),
      changed.map(({ amountFen }) => amountFen),
      changed.map(({ usableFrom }) => usableFrom),
      changed.map(({ expiresOn }) => expiresOn),
    ],
  });
}

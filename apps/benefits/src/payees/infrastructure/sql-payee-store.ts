import type { BudgetItemView, PayeeView, ProposeBudgetItem, ProposePayee } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { BudgetItemFilter, By, PayeeFilter } from '../application/payee-store.port.js';
import { PayeeStore } from '../application/payee-store.port.js';
import { masked } from '../domain/proposal.js';

const PROPOSE_PAYEE = `INSERT INTO payee_account (payee_account_id, site_id, holder, account_number, bank_code, valid_from, state,
    proposed_by, proposed_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'proposed', $7, $8) ON CONFLICT DO NOTHING RETURNING 1`;
const PROPOSE_ITEM = `INSERT INTO budget_item (budget_item_id, pack_id, function_code, economy_code, title, valid_from, state,
    proposed_by, proposed_at, funder)
  VALUES ($1, $2, $3, $4, $5, $6, 'proposed', $7, $8, $9) ON CONFLICT DO NOTHING RETURNING 1`;

/** `same` says of what: another one confirmed for the same and the same day leaves it as it is. */
const decide = (table: string, id: string, same: string): string => `UPDATE ${table} p
  SET state = CASE WHEN $2::boolean THEN 'confirmed' ELSE 'rejected' END, decided_by = $3, decided_at = $4
  WHERE ${id} = $1 AND p.state = 'proposed' AND (NOT $2 OR NOT EXISTS (SELECT FROM ${table} o WHERE ${same} AND o.valid_from = p.valid_from
    AND o.state = 'confirmed')) RETURNING 1`;

const PAYEES = `SELECT * FROM payee_account WHERE ($1::text IS NULL OR site_id = $1) AND ($2::text IS NULL OR state = $2)
  AND ($3::text[] IS NULL OR site_id = ANY($3)) AND ($4::uuid IS NULL OR payee_account_id < $4)
  ORDER BY payee_account_id DESC LIMIT $5`;
const ITEMS = `SELECT * FROM budget_item WHERE ($1::text IS NULL OR pack_id = $1) AND ($2::text IS NULL OR state = $2)
  AND ($3::uuid IS NULL OR budget_item_id < $3) ORDER BY budget_item_id DESC LIMIT $4`;

interface ProposalRow {
  readonly state: PayeeView['state'];
  readonly valid_from: string;
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
}

interface PayeeRow extends ProposalRow {
  readonly payee_account_id: string;
  readonly site_id: string;
  readonly holder: string;
  readonly account_number: string;
  readonly bank_code: string;
}

interface ItemRow extends ProposalRow {
  readonly budget_item_id: string;
  readonly pack_id: string;
  readonly funder: string | null;
  readonly function_code: string;
  readonly economy_code: string;
  readonly title: string;
}

@Injectable()
export class SqlPayeeStore extends PayeeStore {
  async knowsSite(tx: Tx, siteId: string): Promise<boolean> {
    return (await tx.query('SELECT 1 FROM site WHERE site_id = $1', [siteId])).length > 0;
  }

  async proposePayee(tx: Tx, wish: ProposePayee, { by, at }: By): Promise<boolean> {
    const { payeeAccountId, siteId, holder, accountNumber, bankCode, validFrom } = wish;
    const values = [payeeAccountId, siteId, holder, accountNumber, bankCode, validFrom, by, at];
    return (await tx.query(PROPOSE_PAYEE, values)).length > 0;
  }

  async proposeItem(tx: Tx, wish: ProposeBudgetItem, { by, at }: By): Promise<boolean> {
    const { budgetItemId, packId, functionCode, economyCode, title, validFrom, funder } = wish;
    const values = [budgetItemId, packId, functionCode, economyCode, title, validFrom, by, at, funder ?? null];
    return (await tx.query(PROPOSE_ITEM, values)).length > 0;
  }

  async decidePayee(tx: Tx, payeeAccountId: string, confirmed: boolean, { by, at }: By): Promise<boolean> {
    const sql = decide('payee_account', 'payee_account_id', 'o.site_id = p.site_id');
    return (await tx.query(sql, [payeeAccountId, confirmed, by, at])).length > 0;
  }

  async decideItem(tx: Tx, budgetItemId: string, confirmed: boolean, { by, at }: By): Promise<boolean> {
    const sql = decide(
      'budget_item',
      'budget_item_id',
      'o.pack_id = p.pack_id AND o.funder IS NOT DISTINCT FROM p.funder',
    );
    return (await tx.query(sql, [budgetItemId, confirmed, by, at])).length > 0;
  }

  async payees(tx: Tx, { siteId, state, siteIds, after, limit }: PayeeFilter): Promise<PayeeView[]> {
    const values = [siteId ?? null, state ?? null, siteIds ?? null, after ?? null, limit + 1];
    return (await tx.query<PayeeRow>(PAYEES, values)).map(payeeOf);
  }

  async items(tx: Tx, { packId, state, after, limit }: BudgetItemFilter): Promise<BudgetItemView[]> {
    const values = [packId ?? null, state ?? null, after ?? null, limit + 1];
    return (await tx.query<ItemRow>(ITEMS, values)).map(itemOf);
  }

  async payee(tx: Tx, payeeAccountId: string): Promise<PayeeView | undefined> {
    const sql = 'SELECT * FROM payee_account WHERE payee_account_id = $1';
    const [row] = await tx.query<PayeeRow>(sql, [payeeAccountId]);
    return row && payeeOf(row);
  }

  async item(tx: Tx, budgetItemId: string): Promise<BudgetItemView | undefined> {
    const [row] = await tx.query<ItemRow>('SELECT * FROM budget_item WHERE budget_item_id = $1', [budgetItemId]);
    return row && itemOf(row);
  }
}

function payeeOf(row: PayeeRow): PayeeView {
  return {
    payeeAccountId: row.payee_account_id,
    siteId: row.site_id,
    holder: row.holder,
    maskedNumber: masked(row.account_number),
    bankCode: row.bank_code,
    ...proposalOf(row),
  };
}

function itemOf(row: ItemRow): BudgetItemView {
  return {
    budgetItemId: row.budget_item_id,
    packId: row.pack_id,
    funder: row.funder,
    functionCode: row.function_code,
    economyCode: row.economy_code,
    title: row.title,
    ...proposalOf(row),
  };
}

function proposalOf(row: ProposalRow) {
  return {
    validFrom: row.valid_from,
    state: row.state,
    proposed: { by: row.proposed_by, at: row.proposed_at.toISOString() },
    decided:
      row.decided_by === null || row.decided_at === null
        ? null
        : { by: row.decided_by, at: row.decided_at.toISOString() },
  };
}

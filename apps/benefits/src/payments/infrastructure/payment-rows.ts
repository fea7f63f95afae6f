import type { PaymentBatchSummary, PaymentLineState, PaymentLineView } from '@doorstep/contracts';
import type { StatementRow } from '../../statements/infrastructure/statement-rows.js';
import { factsOf } from '../../statements/infrastructure/statement-rows.js';
import type { StoredPart } from '../application/payment-store.port.js';
import type { FileLine } from '../domain/payment-file.js';
import type { PaymentPart } from '../domain/payment-parts.js';

export interface PayableRow extends StatementRow {
  /** Null when it was never divided. */
  readonly failed_parts: readonly PaymentPart[] | null;
  readonly payee_account_id: string | null;
  readonly budget_items: Readonly<Record<string, string>>;
}

export interface TakenRow extends StatementRow {
  readonly line_id: string;
  readonly part_id: string;
  readonly funder: string;
  readonly part_state: StoredPart['state'];
  readonly bank_reference: string | null;
  readonly result_on: string | null;
  readonly cause: string | null;
  readonly amount_fen: number;
}

export interface BatchRow {
  readonly batch_id: string;
  readonly pay_on: string;
  readonly lines: number;
  readonly total_fen: number;
  readonly made_by: string;
  readonly made_at: Date;
  readonly paid_lines: number;
  readonly failed_lines: number;
  readonly paid_fen: number;
  readonly failed_fen: number;
}

export interface LineRow {
  readonly line_id: string;
  readonly number: number;
  readonly statement_id: string;
  readonly site_id: string;
  readonly period: string;
  readonly amount_fen: number;
  readonly payee_account_id: string;
  readonly parts: PaymentLineView['parts'];
}

export interface FileRow extends Pick<LineRow, 'line_id' | 'number' | 'site_id' | 'period' | 'amount_fen'> {
  readonly holder: string;
  readonly account_number: string;
  readonly bank_code: string;
  readonly parts: FileLine['parts'];
}

export function summaryOf(row: BatchRow): PaymentBatchSummary {
  return {
    batchId: row.batch_id,
    payOn: row.pay_on,
    lines: row.lines,
    totalFen: row.total_fen,
    paidLines: row.paid_lines,
    failedLines: row.failed_lines,
    paidFen: row.paid_fen,
    failedFen: row.failed_fen,
    made: { by: row.made_by, at: row.made_at.toISOString() },
  };
}

export function lineOf(row: LineRow): PaymentLineView {
  return {
    lineId: row.line_id,
    number: row.number,
    statementId: row.statement_id,
    siteId: row.site_id,
    period: row.period,
    amountFen: row.amount_fen,
    payeeAccountId: row.payee_account_id,
    parts: row.parts,
    state: stateOf(row.parts),
  };
}

function stateOf(parts: PaymentLineView['parts']): PaymentLineState {
  const states = new Set(parts.map(({ state }) => state));
  if (states.has('sent')) return 'sent';
  if (!states.has('failed')) return 'paid';
  return states.has('paid') ? 'partly_paid' : 'failed';
}

export function storedPartOf(row: TakenRow): StoredPart {
  return {
    lineId: row.line_id,
    partId: row.part_id,
    funder: row.funder,
    amountFen: row.amount_fen,
    state: row.part_state,
    bankReference: row.bank_reference,
    resultOn: row.result_on,
    cause: row.cause,
    facts: factsOf(row),
  };
}

export function fileLineOf(row: FileRow): FileLine {
  return {
    lineId: row.line_id,
    number: row.number,
    siteId: row.site_id,
    period: row.period,
    amountFen: row.amount_fen,
    holder: row.holder,
    accountNumber: row.account_number,
    bankCode: row.bank_code,
    parts: row.parts,
  };
}

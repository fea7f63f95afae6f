import type { BudgetState, LedgerAccount, SourceList, StatementView } from '@doorstep/contracts';
import type { Ask } from './ask.js';
import { askAll } from './ask.js';
import type { Findings } from './findings.js';
import type { Ledger } from './ledger.js';
import type { Payments } from './payments.js';
import type { Statements, ToldStatement } from './statements.js';

/**
 * Payments to and from persons are told by no event; they move money between two accounts of one person, so that the sum of the two is
 * what the events tell.
 */
const TOGETHER: Readonly<Record<string, string>> = {
  payable: 'payable+paid',
  paid: 'payable+paid',
  receivable: 'receivable+collected',
  collected: 'receivable+collected',
};

/** The tables as they stand now against what the log tells. */
export async function compareBooks(ask: Ask, ledger: Ledger, findings: Findings): Promise<void> {
  const told = new Map<string, number>();
  for (const [account, fen] of ledger.balances) add(told, account, fen);
  const live = new Map<string, number>();
  for await (const { account, balanceFen } of askAll<LedgerAccount>(ask, '/benefits/v1/ledger/accounts'))
    add(live, account, balanceFen);
  for (const account of [...new Set([...told.keys(), ...live.keys()])].sort()) {
    findings.count('accounts');
    findings.equal(account, 'balanceFen', live.get(account) ?? 0, told.get(account) ?? 0);
  }
  const seen = new Set<string>();
  for await (const { budgetId, packId, area, year, amountFen, heldFen, spentFen, priorFen } of askAll<BudgetState>(
    ask,
    '/benefits/v1/budgets',
  )) {
    seen.add(budgetId);
    findings.count('budgets');
    const budget = ledger.budgets.get(budgetId);
    if (!budget) findings.differs(budgetId, 'budget', 'exists', 'never opened in the log');
    if (!budget) continue;
    const { opened } = budget;
    const again = { ...opened, heldFen: budget.heldFen, spentFen: budget.spentFen, priorFen: budget.priorFen };
    const now = { packId, area, year, amountFen, heldFen, spentFen, priorFen };
    for (const field of Object.keys(now) as (keyof typeof now)[])
      findings.equal(budgetId, `budget.${field}`, now[field], again[field]);
  }
  for (const budgetId of ledger.budgets.keys())
    if (!seen.has(budgetId)) findings.differs(budgetId, 'budget', 'does not exist', 'opened in the log');
}

export async function compareStatements(
  ask: Ask,
  { told }: Statements,
  payments: Payments,
  findings: Findings,
): Promise<void> {
  const seen = new Set<string>();
  for await (const view of askAll<StatementView>(ask, '/benefits/v1/statements')) {
    seen.add(view.statementId);
    findings.count('statements');
    const { statementId, siteId, period, linesFen, carriedFen, dueFen, state } = view;
    const now: ToldStatement = { statementId, siteId, period, linesFen, carriedFen, dueFen, state };
    const again = told.get(statementId);
    if (!again) findings.differs(statementId, 'statement', 'exists', 'never drafted in the log');
    else
      for (const field of Object.keys(now) as (keyof ToldStatement)[])
        findings.equal(statementId, `statement.${field}`, now[field], again[field]);
    findings.equal(statementId, 'statement.dueFen', dueFen, linesFen + carriedFen);
    const paidFen = payments.paidFen(statementId) ?? (state === 'paid' ? dueFen : 0);
    findings.equal(statementId, 'statement.paidFen', view.paidFen, paidFen);
  }
  for (const statementId of told.keys())
    if (!seen.has(statementId)) findings.differs(statementId, 'statement', 'does not exist', 'drafted in the log');
}

/** How many records of `benefits` came in since, or were on their way; what they say is not in the comparison. */
export async function addedSince(ask: Ask, read: ReadonlyMap<string, number>): Promise<number> {
  const { items } = await ask<SourceList>('/audit/v1/sources');
  const benefits = items.filter(({ source }) => source.startsWith('benefits/'));
  return benefits.reduce((sum, { source, highest }) => sum + Number(highest) - (read.get(source) ?? 0), 0);
}

function add(balances: Map<string, number>, account: string, fen: number): void {
  const [space, owner, kind = ''] = account.split(':');
  const name = space === 'person' ? `person:${owner}:${TOGETHER[kind] ?? kind}` : account;
  balances.set(name, (balances.get(name) ?? 0) + fen);
}

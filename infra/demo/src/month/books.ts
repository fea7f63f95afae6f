import type {
  BudgetState,
  ClaimSummary,
  CorrectionView,
  GrantView,
  LedgerAccount,
  OrderView,
  PaymentBatchSummary,
  PaymentBatchView,
  RefundDue,
  StatementLine,
  StatementView,
} from '@doorstep/contracts';
import type { GatewayClient } from '../gateway-client.js';
import { AUDITOR } from './actors.js';
import { SITES } from './month-city.js';
import type { PaymentFile } from './paying.js';

export interface StatementWithLines extends StatementView {
  readonly items: readonly StatementLine[];
}

/** What every service says about the month, read through the gateway as an auditor would. */
export interface MonthBooks {
  readonly orders: readonly OrderView[];
  readonly claims: readonly ClaimSummary[];
  readonly corrections: readonly CorrectionView[];
  readonly statements: readonly StatementWithLines[];
  readonly batches: readonly PaymentBatchView[];
  readonly grants: readonly GrantView[];
  readonly refunds: readonly RefundDue[];
  readonly budgets: readonly BudgetState[];
  readonly accounts: readonly LedgerAccount[];
  readonly ledgerTotalFen: number;
}

export interface MonthPapers extends MonthBooks {
  readonly files: readonly PaymentFile[];
}

export async function readMonth(client: GatewayClient): Promise<MonthBooks> {
  const all = <T>(path: string): Promise<T[]> => client.all<T>(AUDITOR, path);
  const [orders, claims, corrections]: [OrderView[], ClaimSummary[], CorrectionView[]] = [[], [], []];
  await Promise.all(
    SITES.map(async ({ code }) => {
      orders.push(...(await all<OrderView>(`/meal-orders/v1/orders?siteId=${code}`)));
      claims.push(...(await all<ClaimSummary>(`/benefits/v1/claims?siteId=${code}`)));
      corrections.push(...(await all<CorrectionView>(`/benefits/v1/corrections?siteId=${code}`)));
    }),
  );
  const statements: StatementWithLines[] = [];
  for (const statement of await all<StatementView>('/benefits/v1/statements')) {
    const items = await all<StatementLine>(`/benefits/v1/statements/${statement.statementId}/lines`);
    statements.push({ ...statement, items });
  }
  const batches: PaymentBatchView[] = [];
  for (const { batchId } of await all<PaymentBatchSummary>('/benefits/v1/payments/batches'))
    batches.push((await client.get<PaymentBatchView>(AUDITOR, `/benefits/v1/payments/batches/${batchId}`)).body);
  const ledger = await client.get<{ totalFen: number }>(AUDITOR, '/benefits/v1/ledger/accounts?limit=1');
  return {
    ...{ orders, claims, corrections, statements, batches },
    grants: await all<GrantView>('/benefits/v1/grants'),
    refunds: await all<RefundDue>('/benefits/v1/refunds'),
    budgets: await all<BudgetState>('/benefits/v1/budgets'),
    accounts: await all<LedgerAccount>('/benefits/v1/ledger/accounts'),
    ledgerTotalFen: ledger.body.totalFen,
  };
}

import type {
  BookingView,
  BudgetState,
  ClaimSummary,
  LedgerAccount,
  OrderView,
  ShiftView,
  SourceView,
} from '@doorstep/contracts';
import type { GatewayClient } from '../gateway-client.js';
import { CANTEENS, CENTRE } from './script.js';

/** What each service says about the day, read through the gateway as an auditor would. */
export interface Books {
  readonly orders: readonly OrderView[];
  readonly shifts: readonly ShiftView[];
  readonly bookings: readonly BookingView[];
  readonly claims: readonly ClaimSummary[];
  readonly budgets: readonly BudgetState[];
  readonly accounts: readonly LedgerAccount[];
  readonly ledgerTotalFen: number;
  readonly sources: readonly SourceView[];
  readonly parked: number;
}

const AUDITOR = 'auditor-1';
const ADMINISTRATOR = 'admin-1';
const MESSAGING_SERVICES = ['registry', 'meal-orders', 'day-care', 'benefits', 'audit'] as const;

export async function readBooks(client: GatewayClient, serviceDate: string): Promise<Books> {
  const orders: OrderView[] = [];
  const shifts: ShiftView[] = [];
  const claims: ClaimSummary[] = [];
  for (const site of [...CANTEENS, CENTRE]) {
    const filter = `siteId=${site}&serviceDate=${serviceDate}`;
    claims.push(...(await client.all<ClaimSummary>(AUDITOR, `/benefits/v1/claims?${filter}`)));
    if (site === CENTRE) continue;
    orders.push(...(await client.all<OrderView>(AUDITOR, `/meal-orders/v1/orders?${filter}`)));
    shifts.push(...(await client.all<ShiftView>(AUDITOR, `/meal-orders/v1/till-shifts?siteId=${site}`)));
  }
  const bookings = await client.all<BookingView>(
    AUDITOR,
    `/day-care/v1/bookings?siteId=${CENTRE}&serviceDate=${serviceDate}`,
  );
  const budgets = await client.all<BudgetState>(AUDITOR, '/benefits/v1/budgets');
  const accounts = await client.all<LedgerAccount>(AUDITOR, '/benefits/v1/ledger/accounts');
  const ledger = await client.get<{ totalFen: number }>(AUDITOR, '/benefits/v1/ledger/accounts?limit=1');
  const sources = await client.get<{ items: SourceView[] }>(AUDITOR, '/audit/v1/sources');
  let parked = 0;
  for (const service of MESSAGING_SERVICES) {
    parked += (await client.all(ADMINISTRATOR, `/${service}/v1/parked-keys`)).length;
  }
  return {
    orders,
    shifts,
    bookings,
    claims,
    budgets,
    accounts,
    ledgerTotalFen: ledger.body.totalFen,
    sources: sources.body.items,
    parked,
  };
}

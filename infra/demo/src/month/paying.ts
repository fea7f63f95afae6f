import type { GrantView, PaymentBatchView, StatementView } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { CHECKER, MAKER, SECOND } from './actors.js';
import type { MonthDesk } from './desk.js';
import { PACK_OF, SITES } from './month-city.js';

const GRANTED_PACK = PACK_OF.dongyuan;

/** A payment file as it went to the bank. */
export interface PaymentFile {
  readonly batchId: string;
  readonly csv: string;
  readonly treasury: string;
}

/** Grants, statements and payments, each by as many people as it takes. */
export class Paying {
  readonly files: PaymentFile[] = [];

  constructor(private readonly desk: MonthDesk) {}

  /** Each canteen gets what was served, by the scheme that gives most. */
  async grants(month: string): Promise<GrantView[]> {
    const granted: GrantView[] = [];
    for (const { code, district } of SITES) {
      const perMeal = { packId: 'operator-grants', scheme: 'per_meal' };
      const own = PACK_OF[district] === GRANTED_PACK ? [{ packId: GRANTED_PACK, scheme: 'monthly_steps' }] : [];
      const grantId = uuidv7();
      const wish = { grantId, siteId: code, period: month, schemes: [perMeal, ...own], funder: 'city' };
      await this.desk.post<GrantView>(MAKER, '/benefits/v1/grants', wish);
      const path = `/benefits/v1/grants/${grantId}/decision`;
      granted.push(await this.desk.post<GrantView>(CHECKER, path, { decision: 'confirm' }));
    }
    return granted;
  }

  /** Drafted, checked and approved by three people. */
  async statements(period: string): Promise<StatementView[]> {
    const approved: StatementView[] = [];
    for (const { code } of SITES) {
      const statementId = uuidv7();
      await this.desk.post(MAKER, '/benefits/v1/statements', { statementId, siteId: code, period });
      const path = `/benefits/v1/statements/${statementId}`;
      await this.desk.post(SECOND, `${path}/check`);
      await this.desk.refused(MAKER, `${path}/approve`);
      approved.push(await this.desk.post<StatementView>(CHECKER, `${path}/approve`));
    }
    return approved;
  }

  /** One file for the bank; of `failing` of its lines one funder's part comes back and goes into a second one. */
  async pay(statements: readonly StatementView[], payOn: string, failing: number): Promise<void> {
    const due = statements.filter(({ state }) => state === 'approved').map(({ statementId }) => statementId);
    if (due.length === 0) return;
    const first = await this.batch(due, payOn);
    const broken = first.items.slice(0, failing);
    const failed = new Set(broken.map(({ parts }) => parts.at(-1)?.partId));
    await this.results(first, payOn, failed);
    const again = broken.map(({ statementId }) => statementId);
    if (again.length > 0) await this.results(await this.batch(again, payOn), payOn, new Set());
  }

  private async batch(statementIds: readonly string[], payOn: string): Promise<PaymentBatchView> {
    const batchId = uuidv7();
    const wish = { batchId, payOn, statementIds };
    const made = await this.desk.post<PaymentBatchView>(MAKER, '/benefits/v1/payments/batches', wish);
    const file = (format: string) =>
      this.desk.client.text(CHECKER, `/benefits/v1/payments/batches/${batchId}/file?format=${format}`);
    this.files.push({ batchId, csv: await file('csv'), treasury: await file('treasury') });
    return made;
  }

  private async results(
    { batchId, items }: PaymentBatchView,
    on: string,
    failed: ReadonlySet<string | undefined>,
  ): Promise<void> {
    const results = items.flatMap(({ number, parts }) =>
      parts.map(({ partId, amountFen, funder }) => ({
        ...{ partId, amountFen, on },
        bankReference: `demo-${batchId.slice(-6)}-${number}-${funder}`,
        ...(failed.has(partId) ? { status: 'failed', cause: 'ACCOUNT_CLOSED' } : { status: 'paid' }),
      })),
    );
    await this.desk.post(MAKER, `/benefits/v1/payments/batches/${batchId}/results`, { results });
  }
}

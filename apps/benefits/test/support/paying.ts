import type { Actor } from '@doorstep/auth';
import type { OwedView, StatementView } from '@doorstep/contracts';
import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { addMonths, FixedClock, monthOf, shanghaiDate, shanghaiInstant, uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { eventually } from '@doorstep/testing';
import type pg from 'pg';
import { elderEvents, expectClaims, order, placed, served } from './city.js';

const staff = (subject: string, role: Actor['roles'][number]): Partial<Actor> => ({
  subject,
  roles: [role],
  scope: { all: true },
});
export const MAKER = staff('maker-1', 'finance_maker');
export const CLERK = staff('clerk-1', 'civil_affairs_clerk');
export const CHECKER = staff('checker-1', 'finance_checker');
export const OPERATOR: Partial<Actor> = {
  subject: 'op-puya',
  roles: ['site_operator'],
  scope: { sites: ['puya'] },
};

/** Postings are dated by the database, so the months are those of its clock: everything of a test is posted in `THIS_MONTH`. */
export const THIS_MONTH = monthOf(shanghaiDate(new Date()));
export const NEXT_MONTH = addMonths(THIS_MONTH, 1);
export const MONTH_AFTER = addMonths(THIS_MONTH, 2);
export const DAY = `${THIS_MONTH}-01` as LocalDate;

const tenthAfter = (month: LocalMonth): Date => shanghaiInstant(`${addMonths(month, 1)}-10` as LocalDate, '10:00');

/** A clock at which this month has ended. */
export const afterThisMonth = (): FixedClock => new FixedClock(tenthAfter(THIS_MONTH));
export const goPast = (clock: FixedClock, month: LocalMonth): void => clock.set(tenthAfter(month));

export function paying(service: TestService, owner: pg.Client) {
  const post = (url: string, as: Partial<Actor>, payload: object = {}, key = uuidv7()) =>
    service.inject({ method: 'POST', url, as, headers: { 'idempotency-key': key }, payload });
  const get = async <T>(url: string, as?: Partial<Actor>): Promise<T> => {
    const answer = await service.inject({ method: 'GET', url, ...(as && { as }) });
    expectStatus(url, answer, 200);
    return answer.json() as T;
  };
  const act = async (statementId: string, what: string, as: Partial<Actor>): Promise<StatementView> => {
    const answer = await post(`/v1/statements/${statementId}/${what}`, as);
    expectStatus(what, answer, 201);
    return answer.json() as StatementView;
  };
  return {
    post,
    get,
    act,
    /** An 85-year-old who ate at Puya for 3 yuan less: 150 fen of the city, 150 of the district. */
    async lunch(serviceDate: string = DAY, siteId = 'puya') {
      const personId = uuidv7();
      await service.publish(...elderEvents(personId));
      const known = 'SELECT FROM person_fact WHERE person_id = $1';
      await eventually(async () => (await owner.query(known, [personId])).rowCount === 4);
      const meal = order(personId, { serviceDate, siteId });
      await service.publish(placed(meal), served(meal));
      await expectClaims(service, personId, ['settled OK 300']);
      return { personId, meal };
    },
    async draft(period: string = THIS_MONTH, siteId = 'puya'): Promise<StatementView> {
      const answer = await post('/v1/statements', MAKER, { statementId: uuidv7(), siteId, period });
      expectStatus('draft', answer, 201);
      return answer.json() as StatementView;
    },
    async approved(period: string = THIS_MONTH, siteId = 'puya'): Promise<StatementView> {
      const { statementId } = await this.draft(period, siteId);
      await act(statementId, 'check', CLERK);
      return act(statementId, 'approve', CHECKER);
    },
    /** Proposed by one, confirmed by another. */
    async confirmed(kind: 'accounts' | 'budget-items', wish: object, id: string): Promise<void> {
      expectStatus(kind, await post(`/v1/payees/${kind}`, MAKER, wish), 201);
      const decided = await post(`/v1/payees/${kind}/${id}/decision`, CHECKER, { decision: 'confirm' });
      expectStatus('decision', decided, 201);
    },
    async payable(siteId: string): Promise<void> {
      const id = uuidv7();
      await this.confirmed('accounts', payeeOf(siteId, id), id);
    },
    owed: (siteId = 'puya', as?: Partial<Actor>) => get<OwedView>(`/v1/statements/owed?siteId=${siteId}`, as),
  };
}

export const payeeOf = (siteId: string, payeeAccountId: string, more: object = {}) => ({
  payeeAccountId,
  siteId,
  holder: '道义街道普雅食堂（有限公司）',
  accountNumber: '6217001210001234567',
  bankCode: '105221000012',
  validFrom: DAY,
  ...more,
});

export const itemOf = (budgetItemId: string, more: object = {}) => ({
  budgetItemId,
  packId: 'cn-shenyang-shenbei',
  functionCode: '2081006',
  economyCode: '30399',
  title: '养老服务',
  validFrom: DAY,
  ...more,
});

export type Paying = ReturnType<typeof paying>;

function expectStatus(what: string, answer: { statusCode: number; body: string }, status: number): void {
  if (answer.statusCode !== status) throw new Error(`${what} answered ${answer.statusCode}: ${answer.body}`);
}

const BOOKS = `WITH account AS (SELECT account_id, owner AS site_id FROM ledger_account WHERE code ~ '^operator:.*:payable$'),
  balance AS (SELECT site_id, sum(CASE WHEN p.to_account = a.account_id THEN p.amount_fen ELSE -p.amount_fen END) AS fen
    FROM account a JOIN ledger_posting p ON a.account_id IN (p.to_account, p.from_account) GROUP BY 1),
  listed AS (SELECT s.site_id, sum(l.amount_fen) AS fen FROM statement_line l JOIN statement s USING (statement_id) GROUP BY 1),
  unlisted AS (SELECT a.site_id, sum(CASE WHEN p.to_account = a.account_id THEN p.amount_fen ELSE -p.amount_fen END) AS fen
    FROM account a JOIN ledger_posting p ON a.account_id IN (p.to_account, p.from_account)
      JOIN ledger_transaction t USING (transaction_id)
    WHERE t.kind <> 'pay' AND NOT EXISTS (SELECT FROM statement_line l WHERE l.posting_id = p.posting_id) GROUP BY 1),
  paid AS (SELECT l.site_id, sum(q.amount_fen) AS fen FROM payment_part q JOIN payment_line l USING (line_id) WHERE q.state = 'paid' GROUP BY 1),
  parts AS (SELECT statement_id, sum(amount_fen) FILTER (WHERE state = 'paid') AS paid, sum(amount_fen) FILTER (WHERE state <> 'failed') AS live
    FROM payment_part GROUP BY 1)
  SELECT 'balance of ' || a.site_id AS broken FROM account a LEFT JOIN balance b USING (site_id) LEFT JOIN listed l USING (site_id)
    LEFT JOIN unlisted u USING (site_id) LEFT JOIN paid p USING (site_id)
  WHERE coalesce(b.fen, 0) <> coalesce(l.fen, 0) + coalesce(u.fen, 0) - coalesce(p.fen, 0)
  UNION ALL
  SELECT 'sums of ' || s.statement_id FROM statement s LEFT JOIN statement_line l USING (statement_id) GROUP BY s.statement_id
  HAVING s.state <> 'discarded' AND (s.lines <> count(l.posting_id) OR s.lines_fen <> coalesce(sum(l.amount_fen), 0))
  UNION ALL
  SELECT 'breakdown of ' || statement_id FROM statement WHERE state <> 'discarded' AND lines_fen <> (breakdown->>'subsidyFen')::bigint
    + (breakdown->>'deliveryFen')::bigint + (breakdown->>'operatorFen')::bigint + (breakdown->>'differenceFen')::bigint
    + (breakdown->>'grantFen')::bigint + (breakdown->>'adjustmentFen')::bigint
  UNION ALL
  SELECT 'payments of ' || s.statement_id FROM statement s LEFT JOIN parts p USING (statement_id)
  WHERE coalesce(p.live, 0) > greatest(s.due_fen, 0) OR (s.state = 'paid') <> (s.due_fen > 0 AND coalesce(p.paid, 0) = s.due_fen)
  UNION ALL
  SELECT 'carried of ' || s.statement_id FROM statement s WHERE s.state <> 'discarded' AND s.carried_fen
    <> coalesce((SELECT sum(due_fen) FROM statement c WHERE c.carried_to_statement_id = s.statement_id), 0)`;

/** Lines, statements, payments and the ledger say the same. It shares nothing with the service's code. */
export async function brokenBooks(client: Pick<pg.Client, 'query'>): Promise<string[]> {
  return (await client.query<{ broken: string }>(BOOKS)).rows.map((row) => row.broken);
}

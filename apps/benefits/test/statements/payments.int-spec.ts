import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { LedgerAccount, PaymentBatchView, PayeeView, StatementView } from '@doorstep/contracts';
import { StatementPaidV1, StatementPaymentFailedV1, StatementPaymentOrderedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../../src/service.js';
import { siteEvents } from '../support/city.js';
import type { Paying } from '../support/paying.js';
import {
  afterThisMonth,
  brokenBooks,
  CHECKER,
  DAY,
  itemOf,
  MAKER,
  NEXT_MONTH,
  OPERATOR,
  payeeOf,
  paying,
} from '../support/paying.js';

jest.setTimeout(60_000);

const PAY_ON = `${NEXT_MONTH}-12`;
let service: TestService;
let owner: pg.Client;
let desk: Paying;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: afterThisMonth() });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  desk = paying(service, owner);
  await service.publish(...siteEvents());
  await eventually(async () => (await owner.query('SELECT FROM site')).rowCount !== 0);
}, 60_000);
afterAll(async () => {
  await owner.end();
  await service.close();
}, 60_000);
afterEach(async () => expect(await brokenBooks(owner)).toEqual([]));

const codeOf = async (answer: ReturnType<Paying['post']>): Promise<string> =>
  ((await answer).json() as { code: string }).code;
const batch = (statementIds: string[], batchId = uuidv7()) =>
  desk.post('/v1/payments/batches', MAKER, { batchId, payOn: PAY_ON, statementIds });
const paidOf = (lineId: string, bankReference = 'B-1') => ({ lineId, status: 'paid', bankReference, on: PAY_ON });
const report = (batchId: string, ...results: object[]) =>
  desk.post(`/v1/payments/batches/${batchId}/results`, MAKER, { results });

describe('an account to pay into', () => {
  it('is confirmed by somebody else, over HTTP and in SQL, and shown masked', async () => {
    const id = uuidv7();
    const payee = (await desk.post('/v1/payees/accounts', MAKER, payeeOf('puya', id))).json() as PayeeView;
    expect(payee).toMatchObject({ state: 'proposed', maskedNumber: '***************4567' });
    const decide = (as: object) => desk.post(`/v1/payees/accounts/${id}/decision`, as, { decision: 'confirm' });
    const both = { ...MAKER, roles: ['finance_maker' as const, 'finance_checker' as const] };
    expect(await codeOf(decide(both))).toBe('FINANCE.SECOND_PERSON');
    const sql = `UPDATE payee_account SET state = 'confirmed', decided_by = 'staff:maker-1', decided_at = now()`;
    await expect(owner.query(sql)).rejects.toThrow('ck_payee_account_second_person');
    expect(await codeOf(desk.post('/v1/payees/accounts', MAKER, payeeOf('puya', uuidv7())))).toBe(
      'FINANCE.PROPOSAL_EXISTS',
    );
    expect((await decide(CHECKER)).json()).toMatchObject({ state: 'confirmed', decided: { by: 'staff:checker-1' } });
    expect(await codeOf(decide(CHECKER))).toBe('FINANCE.ALREADY_DECIDED');
    await expect(owner.query(`UPDATE payee_account SET account_number = '12345678'`)).rejects.toThrow('decided once');
    const listed = await service.inject({ method: 'GET', url: '/v1/payees/accounts', as: OPERATOR });
    expect(listed.body).toContain('4567');
    expect(listed.body).not.toContain('6217001210001234567');
  });

  it.each([
    { accountNumber: '12 34' },
    { accountNumber: '1234567' },
    { bankCode: '12' },
    { holder: '=HYPERLINK("x")' },
    { holder: '+1' },
    { validFrom: '2026-02-30' },
  ])('is refused with %p', async (wrong) => {
    expect((await desk.post('/v1/payees/accounts', MAKER, payeeOf('minfeng', uuidv7(), wrong))).statusCode).toBe(422);
  });
});

it('a statement is paid only by an imported result, exactly once; what failed goes into the next batch', async () => {
  await desk.lunch();
  await desk.lunch(DAY, 'minfeng');
  const puya = await desk.approved();
  const minfeng = await desk.approved(undefined, 'minfeng');
  const both = [puya.statementId, minfeng.statementId];
  expect(await codeOf(batch(both))).toBe('PAYMENT.BUDGET_ITEM_MISSING');
  const item = uuidv7();
  await desk.confirmed('budget-items', itemOf(item), item);
  const ofCity = uuidv7();
  await desk.confirmed('budget-items', itemOf(ofCity, { funder: 'city', functionCode: '2081099' }), ofCity);
  expect(await codeOf(desk.post('/v1/payees/budget-items', MAKER, itemOf(uuidv7(), { funder: '' })))).toBe(
    'HTTP.VALIDATION',
  );
  expect(await codeOf(batch(both))).toBe('PAYMENT.PAYEE_MISSING');
  await desk.payable('minfeng');

  const answers = await Promise.all([batch(both), batch(both)]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  const first = answers.find(({ statusCode }) => statusCode === 201)?.json() as PaymentBatchView;
  expect(first).toMatchObject({ lines: 2, totalFen: 600, paidLines: 0 });
  const [one, two] = first.items;
  const forged = `UPDATE statement SET state = 'paid', paid_at = now() WHERE statement_id = $1`;
  await expect(owner.query(forged, both.slice(0, 1))).rejects.toThrow('reported payment');

  const file = (format: string) =>
    service.inject({ method: 'GET', url: `/v1/payments/batches/${first.batchId}/file?format=${format}`, as: CHECKER });
  const csv = await file('csv');
  expect(csv.headers['cache-control']).toBe('no-store');
  expect(csv.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  // One record a funder, each under its own item: the city has one, the district takes that of the pack.
  const account = '6217001210001234567,105221000012';
  expect(csv.body.split('\r\n').slice(1, 3)).toEqual([
    expect.stringMatching(`,city,.*,${account},1.50,${PAY_ON},2081099,30399,`),
    expect.stringMatching(`,district,.*,${account},1.50,${PAY_ON},2081006,30399,`),
  ]);
  expect((await file('xlsx')).rawPayload.subarray(0, 2).toString()).toBe('PK');
  expect(one?.parts.map(({ funder, amountFen }) => [funder, amountFen])).toEqual([
    ['city', 150],
    ['district', 150],
  ]);
  await expect(owner.query('UPDATE payment_part SET amount_fen = 1')).rejects.toThrow();
  const records = (await file('treasury')).body.split('\r\n');
  expect(records.map((record) => record.length)).toEqual([66, 233, 100, 100, 233, 100, 100, 22, 0]);
  expect(records[0]).toBe(`H${first.batchId}${PAY_ON.replaceAll('-', '')}000002000000000000600`);
  expect(
    (await service.inject({ method: 'GET', url: `/v1/payments/batches/${first.batchId}/file`, as: OPERATOR }))
      .statusCode,
  ).toBe(403);

  const failed = { lineId: two?.lineId, status: 'failed', bankReference: 'B-2', on: PAY_ON, cause: 'ACCOUNT_CLOSED' };
  // Nothing of an import counts when one line of it is wrong.
  expect(await codeOf(report(first.batchId, paidOf(one?.lineId ?? ''), paidOf(uuidv7())))).toBe(
    'PAYMENT.LINE_NOT_FOUND',
  );
  expect((await desk.owed()).owedFen).toBe(300);
  const imports = await Promise.all([1, 2, 3].map(() => report(first.batchId, paidOf(one?.lineId ?? ''), failed)));
  expect(imports.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201]);
  expect(await codeOf(report(first.batchId, paidOf(one?.lineId ?? '', 'B-9')))).toBe('PAYMENT.RESULT_DIFFERS');
  expect(await codeOf(report(first.batchId, paidOf(two?.lineId ?? '')))).toBe('PAYMENT.RESULT_DIFFERS');

  const [paidSite, failedSite] = [one?.siteId ?? '', two?.siteId ?? ''];
  expect((await desk.owed(paidSite)).owedFen).toBe(0);
  expect(await desk.owed(failedSite)).toMatchObject({ owedFen: 300, onStatementsFen: 300 });
  const books = await desk.get<{ items: LedgerAccount[]; totalFen: number }>(`/v1/ledger/accounts?owner=${paidSite}`);
  expect(books.items.map(({ kind, balanceFen }) => [kind, balanceFen])).toEqual([
    ['paid', 300],
    ['payable', 0],
  ]);
  expect(books.totalFen).toBe(0);

  const again = (await batch([two?.statementId ?? ''])).json() as PaymentBatchView;
  await report(again.batchId, paidOf(again.items[0]?.lineId ?? '', 'B-3'));
  expect((await desk.owed(failedSite)).owedFen).toBe(0);
  const view = await desk.get<StatementView>(`/v1/statements/${two?.statementId}`);
  expect(view).toMatchObject({ state: 'paid', dueFen: 300 });
  expect(await codeOf(batch([view.statementId]))).toBe('PAYMENT.STATEMENT_NOT_READY');
  await expect(owner.query(`UPDATE statement SET version = 9 WHERE state = 'paid'`)).rejects.toThrow('frozen');
  await expect(owner.query(`UPDATE payment_line SET state = 'failed'`)).rejects.toThrow('once');

  await eventually(async () => (await service.events(StatementPaidV1)).length === 2);
  expect(await service.events(StatementPaymentOrderedV1)).toHaveLength(3);
  expect(await service.events(StatementPaymentFailedV1)).toHaveLength(1);
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { LedgerAccount, PaymentBatchView, PayeeView, StatementView } from '@doorstep/contracts';
import {
  StatementPaidV1,
  StatementPartPaidV1,
  StatementPaymentFailedV1,
  StatementPaymentOrderedV1,
} from '@doorstep/contracts';
import type { LocalMonth } from '@doorstep/kernel';
import { addMonths, uuidv7 } from '@doorstep/kernel';
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
  goPast,
  itemOf,
  MAKER,
  NEXT_MONTH,
  OPERATOR,
  payeeOf,
  paying,
  THIS_MONTH,
} from '../support/paying.js';

const PAY_ON = `${NEXT_MONTH}-12`;
const clock = afterThisMonth();
let service: TestService;
let owner: pg.Client;
let desk: Paying;

beforeAll(async () => {
  service = await startTestService(benefits, { clock });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  desk = paying(service, owner);
  await service.publish(...siteEvents());
  await eventually(async () => (await owner.query('SELECT FROM site')).rowCount !== 0);
});
afterAll(async () => {
  await owner.end();
  await service.close();
});
afterEach(async () => expect(await brokenBooks(owner)).toEqual([]));

const codeOf = async (answer: ReturnType<Paying['post']>): Promise<string> =>
  ((await answer).json() as { code: string }).code;
const batch = (statementIds: string[], batchId = uuidv7()) =>
  desk.post('/v1/payments/batches', MAKER, { batchId, payOn: PAY_ON, statementIds });
type Part = PaymentBatchView['items'][number]['parts'][number];
const paidOf = ({ partId, amountFen }: Part, bankReference = `B-${partId.slice(-12)}`) => ({
  ...{ partId, amountFen, status: 'paid', bankReference, on: PAY_ON },
});
const failedOf = (part: Part) => ({ ...paidOf(part), status: 'failed', cause: 'ACCOUNT_CLOSED' });
/** Of the one line of a batch: what the city gives, and what the district gives. */
const partsOf = ({ items }: PaymentBatchView, line = 0): [Part, Part] => items[line]?.parts as [Part, Part];
const madeOf = async (answer: ReturnType<typeof batch>): Promise<PaymentBatchView> =>
  (await answer).json() as PaymentBatchView;
const faultsOf = async (answer: ReturnType<Paying['post']>): Promise<[string, string][]> =>
  ((await answer).json() as { errors: { pointer: string; code: string }[] }).errors.map(({ pointer, code }) => [
    pointer,
    code,
  ]);
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

it('a statement is paid only by an imported result, exactly once; one funder gives one record of the file', async () => {
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
  const [one] = first.items;
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
    expect.stringMatching(`^1,${one?.parts[0]?.partId},city,.*,${account},1.50,${PAY_ON},2081099,30399,`),
    expect.stringMatching(`,district,.*,${account},1.50,${PAY_ON},2081006,30399,`),
  ]);
  expect((await file('xlsx')).rawPayload.subarray(0, 2).toString()).toBe('PK');
  expect(one?.parts.map(({ funder, amountFen }) => [funder, amountFen])).toEqual([
    ['city', 150],
    ['district', 150],
  ]);
  await expect(owner.query('UPDATE payment_part SET amount_fen = 1')).rejects.toThrow('once');
  const records = (await file('treasury')).body.split('\r\n');
  expect(records.map((record) => record.length)).toEqual([66, 233, 136, 136, 233, 136, 136, 22, 0]);
  expect(records[0]).toBe(`H${first.batchId}${PAY_ON.replaceAll('-', '')}000002000000000000600`);
  expect(
    (await service.inject({ method: 'GET', url: `/v1/payments/batches/${first.batchId}/file`, as: OPERATOR }))
      .statusCode,
  ).toBe(403);

  // Nothing of an import counts when one row of it is wrong.
  const [city, district] = partsOf(first);
  expect(await faultsOf(report(first.batchId, paidOf(city), paidOf({ ...district, partId: uuidv7() })))).toEqual([
    ['/results/1', 'unknown'],
  ]);
  expect((await desk.owed()).owedFen).toBe(300);
  const all = first.items.flatMap(({ parts }) => parts.map((part) => paidOf(part)));
  const imports = await Promise.all([1, 2, 3].map(() => report(first.batchId, ...all)));
  expect(imports.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201]);
  expect(imports[0]?.json()).toMatchObject({ paidLines: 2, failedLines: 0, paidFen: 600, failedFen: 0 });
  expect(await codeOf(batch(both))).toBe('PAYMENT.STATEMENT_NOT_READY');
  expect(await desk.get<StatementView>(`/v1/statements/${both[0]}`)).toMatchObject({ state: 'paid', paidFen: 300 });
  const books = await desk.get<{ items: LedgerAccount[]; totalFen: number }>(`/v1/ledger/accounts?owner=puya`);
  expect(books.items.map(({ kind, balanceFen }) => [kind, balanceFen])).toEqual([
    ['paid', 300],
    ['payable', 0],
  ]);
  expect(books.totalFen).toBe(0);
  await expect(owner.query(`UPDATE statement SET version = 9 WHERE state = 'paid'`)).rejects.toThrow('frozen');
  await expect(owner.query(`UPDATE payment_part SET state = 'failed'`)).rejects.toThrow('once');
  await eventually(async () => (await service.events(StatementPaidV1)).length === 2);
  expect(await service.events(StatementPartPaidV1)).toHaveLength(4);
});

describe('a part that came back', () => {
  const MONTHS = [addMonths(THIS_MONTH, 1), addMonths(THIS_MONTH, 2), addMonths(THIS_MONTH, 3)];

  /** A statement of 300 fen, in a batch of its own. Postings are dated by the database, so that each month takes what was posted till now. */
  async function ordered(month: LocalMonth): Promise<{ statement: StatementView; first: PaymentBatchView }> {
    goPast(clock, month);
    await desk.lunch(DAY);
    const statement = await desk.approved(month);
    expect(statement.dueFen).toBe(300);
    return { statement, first: await madeOf(batch([statement.statementId])) };
  }
  const stateOf = async ({ batchId }: PaymentBatchView): Promise<string | undefined> =>
    (await desk.get<PaymentBatchView>(`/v1/payments/batches/${batchId}`)).items[0]?.state;

  it('alone is paid again, under a reference of its own; the statement is paid when both are', async () => {
    const { statement, first } = await ordered(MONTHS[0] as LocalMonth);
    const [city, district] = partsOf(first);
    await report(first.batchId, paidOf(city));
    expect(await stateOf(first)).toBe('sent');
    // What has no result yet may still be paid: it cannot be ordered again.
    expect(await codeOf(batch([statement.statementId]))).toBe('PAYMENT.STATEMENT_NOT_READY');
    expect(await desk.owed()).toMatchObject({
      ...{ owedFen: 150, onStatementsFen: 150, unlistedFen: 0 },
      statements: [{ statementId: statement.statementId, state: 'approved', dueFen: 300, paidFen: 150 }],
    });
    expect((await desk.owed()).since).not.toBeNull();
    expect((await report(first.batchId, failedOf(district))).json()).toMatchObject({
      ...{ paidLines: 0, failedLines: 1, paidFen: 150, failedFen: 150 },
      items: [{ state: 'partly_paid' }],
    });
    expect(await desk.get(`/v1/statements/${statement.statementId}`)).toMatchObject({
      state: 'approved',
      paidFen: 150,
    });

    const races = await Promise.all([1, 2, 3].map(() => batch([statement.statementId])));
    expect(races.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409]);
    const again = races.find(({ statusCode }) => statusCode === 201)?.json() as PaymentBatchView;
    expect(again).toMatchObject({ totalFen: 150, items: [{ amountFen: 150 }] });
    const [retry] = partsOf(again);
    expect(again.items[0]?.parts).toEqual([
      expect.objectContaining({ funder: 'district', amountFen: 150, state: 'sent' }),
    ]);
    expect(retry.partId).not.toBe(district.partId);
    // The first reference has had its result, and is none of the second file.
    expect(await faultsOf(report(first.batchId, paidOf(district)))).toEqual([['/results/0', 'differs']]);
    expect(await faultsOf(report(again.batchId, paidOf(district)))).toEqual([['/results/0', 'unknown']]);
    await report(again.batchId, paidOf(retry));
    expect(await desk.owed()).toMatchObject({ owedFen: 0, onStatementsFen: 0, statements: [] });
    expect(await desk.get(`/v1/statements/${statement.statementId}`)).toMatchObject({ state: 'paid', paidFen: 300 });
    await eventually(async () => {
      const told = (await service.events(StatementPaymentOrderedV1)).filter(
        ({ data }) => data.statementId === statement.statementId,
      );
      expect(told.map(({ data }) => [data.amountFen, data.parts?.length])).toEqual([
        [300, 2],
        [150, 1],
      ]);
      return true;
    });
    const failed = (await service.events(StatementPaymentFailedV1)).map(({ data }) => data);
    expect(failed).toMatchObject([{ partId: district.partId, funder: 'district', amountFen: 150 }]);
  });

  it('goes out again while the other is still on its way, and neither is paid twice', async () => {
    const { statement, first } = await ordered(MONTHS[1] as LocalMonth);
    const [city, district] = partsOf(first);
    await report(first.batchId, failedOf(city));
    const again = await madeOf(batch([statement.statementId]));
    expect(again.totalFen).toBe(150);
    await report(again.batchId, paidOf(partsOf(again)[0]));
    expect(await desk.get(`/v1/statements/${statement.statementId}`)).toMatchObject({
      state: 'approved',
      paidFen: 150,
    });
    const twice = `INSERT INTO payment_part (line_id, number, part_id, statement_id, funder, amount_fen, budget_item_id, state)
      SELECT line_id, 2, gen_random_uuid(), statement_id, 'district', 150, budget_item_id, 'sent' FROM payment_part WHERE part_id = $1`;
    await expect(owner.query(twice, [partsOf(again)[0].partId])).rejects.toThrow('uq_payment_part_statement_id_funder');
    const unbooked = `UPDATE payment_part SET state = 'paid', bank_reference = 'B', result_on = now(), recorded_by = 'x', recorded_at = now(),
      transaction_id = gen_random_uuid() WHERE part_id = $1`;
    await expect(owner.query(unbooked, [district.partId])).rejects.toThrow('in the ledger');
    await report(first.batchId, paidOf(district));
    expect(await desk.get(`/v1/statements/${statement.statementId}`)).toMatchObject({ state: 'paid', paidFen: 300 });
  });

  it('a file that is wrong in many ways is told row by row, and changes nothing', async () => {
    const { first } = await ordered(MONTHS[2] as LocalMonth);
    const [city, district] = partsOf(first);
    await report(first.batchId, paidOf(city));
    const before = await desk.get(`/v1/payments/batches/${first.batchId}`);
    const wrong = report(
      first.batchId,
      paidOf(city),
      { ...paidOf(city), bankReference: 'B-other' },
      { ...paidOf(district), amountFen: 300 },
      paidOf(district),
      paidOf({ ...district, partId: uuidv7() }),
    );
    expect(await codeOf(wrong)).toBe('PAYMENT.RESULTS_REFUSED');
    expect(await faultsOf(wrong)).toEqual([
      ['/results/1', 'twice'],
      ['/results/2', 'amount'],
      ['/results/3', 'twice'],
      ['/results/4', 'unknown'],
    ]);
    for (const contradiction of [
      failedOf(city),
      { ...paidOf(city), on: DAY },
      { ...paidOf(city), bankReference: 'B-other' },
    ])
      expect(await faultsOf(report(first.batchId, paidOf(district), contradiction))).toEqual([
        ['/results/1', 'differs'],
      ]);
    expect(await desk.get(`/v1/payments/batches/${first.batchId}`)).toEqual(before);
    const tooMany = Array.from({ length: 2_001 }, () => paidOf(city));
    expect((await report(first.batchId, ...tooMany)).statusCode).toBe(422);
    await report(first.batchId, paidOf(district));
  });
});

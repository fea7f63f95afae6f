import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { StatementLine, StatementView } from '@doorstep/contracts';
import { StatementApprovedV1, StatementDiscardedV1, StatementDraftedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../../src/service.js';
import { expectClaims, fact, returned, siteEvents } from '../support/city.js';
import type { Paying } from '../support/paying.js';
import {
  afterThisMonth,
  brokenBooks,
  CHECKER,
  CLERK,
  DAY,
  goPast,
  MAKER,
  MONTH_AFTER,
  NEXT_MONTH,
  OPERATOR,
  paying,
  THIS_MONTH,
} from '../support/paying.js';

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

const linesOf = async (statementId: string): Promise<StatementLine[]> =>
  (await desk.get<{ items: StatementLine[] }>(`/v1/statements/${statementId}/lines?limit=200`)).items;

describe('a statement', () => {
  it('takes what is owed once, and shows what it is made of and since when', async () => {
    await desk.lunch();
    expect(await desk.owed()).toMatchObject({ owedFen: 300, unlistedFen: 300, oldestServiceDate: DAY });
    const draft = await desk.draft();
    expect(draft).toMatchObject({ state: 'draft', lines: 2, linesFen: 300, carriedFen: 0, dueFen: 300 });
    expect(draft.breakdown).toMatchObject({
      served: 1,
      subsidyFen: 300,
      sources: [
        { source: 'funder:city', fen: 150 },
        { source: 'funder:district', fen: 150 },
      ],
    });
    expect(await desk.owed()).toMatchObject({ owedFen: 300, onStatementsFen: 300, unlistedFen: 0 });
    // What is served while the draft is looked at waits for the next one.
    await desk.lunch();
    expect(await desk.owed()).toMatchObject({ owedFen: 600, onStatementsFen: 300, unlistedFen: 300 });
    await desk.act(draft.statementId, 'discard', MAKER);
    const again = await desk.draft();
    expect(again).toMatchObject({ lines: 4, dueFen: 600 });
    await desk.act(again.statementId, 'discard', MAKER);
    await eventually(async () => (await service.events(StatementDiscardedV1)).length === 2);
  });

  it('is drawn up once when two ask for it at the same moment', async () => {
    const ask = () => desk.post('/v1/statements', MAKER, { statementId: uuidv7(), siteId: 'puya', period: THIS_MONTH });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409]);
    const open = await desk.get<{ items: StatementView[] }>('/v1/statements?siteId=puya&state=draft');
    expect(open.items).toHaveLength(1);
    await desk.act(open.items[0]?.statementId ?? '', 'discard', MAKER);
  });

  it('is approved by a second person only, over HTTP and in SQL, and never changes then', async () => {
    const { statementId } = await desk.draft();
    const both = { ...MAKER, roles: ['finance_maker' as const, 'finance_checker' as const] };
    expect((await desk.post(`/v1/statements/${statementId}/approve`, CHECKER)).json()).toMatchObject({
      code: 'STATEMENT.WRONG_STATE',
    });
    await desk.act(statementId, 'check', CLERK);
    const self = await desk.post(`/v1/statements/${statementId}/approve`, both);
    expect([self.statusCode, (self.json() as { code: string }).code]).toEqual([403, 'FINANCE.SECOND_PERSON']);
    const approveAs = (by: string) =>
      owner.query(
        `UPDATE statement SET state = 'approved', approved_by = $2, approved_at = now() WHERE statement_id = $1`,
        [statementId, by],
      );
    await expect(approveAs('staff:maker-1')).rejects.toThrow('ck_statement_second_person');
    await expect(approveAs('staff:clerk-1')).rejects.toThrow('ck_statement_second_person');
    await expect(approveAs('client:maker-1')).rejects.toThrow('ck_statement_two_persons');
    await desk.act(statementId, 'return', CHECKER);
    await desk.act(statementId, 'check', CLERK);
    expect(await desk.act(statementId, 'approve', CHECKER)).toMatchObject({ state: 'approved', dueFen: 600 });
    const change = (sql: string) => owner.query(sql, [statementId]);
    await expect(change('UPDATE statement SET lines = 0 WHERE statement_id = $1')).rejects.toThrow('draft');
    await expect(change('DELETE FROM statement WHERE statement_id = $1')).rejects.toThrow('never deleted');
    await expect(change('DELETE FROM statement_line WHERE statement_id = $1')).rejects.toThrow('only a draft');
    expect((await desk.post(`/v1/statements/${statementId}/discard`, MAKER)).statusCode).toBe(409);
    await eventually(async () => (await service.events(StatementApprovedV1)).length === 1);
  });
});

describe('what comes after approval', () => {
  it('lands on the next statement, linked to the one that it corrects', async () => {
    const { items } = await desk.get<{ items: StatementView[] }>('/v1/statements?siteId=puya&state=approved');
    const earlier = items[0]?.statementId ?? '';
    const [line] = await linesOf(earlier);
    const { personId } = await desk.get<{ personId: string }>(`/v1/claims/${line?.claimId}`);
    await service.publish(fact(personId, { kind: 'death', diedOn: '2020-01-01' }, '2020-01-01'));
    await expectClaims(service, personId, ['reversed OK 300', 'denied DECEASED 0']);
    goPast(clock, NEXT_MONTH);
    // The receipt is final: the loss account makes the operator whole.
    const next = await desk.approved(NEXT_MONTH);
    expect(next).toMatchObject({ state: 'carried', dueFen: 0, breakdown: { subsidyFen: 0, adjustmentFen: 0 } });
    const lines = await linesOf(next.statementId);
    expect(lines.map(({ category, kind, amountFen }) => [category, kind, amountFen])).toEqual([
      ['adjustment', 'reverse', -150],
      ['adjustment', 'reverse', -150],
      ['adjustment', 'difference', 300],
    ]);
    expect(lines.map(({ adjustsStatementId }) => adjustsStatementId)).toEqual([earlier, earlier, earlier]);
  });

  it('is carried on when too much was stated, until a later month makes up for it', async () => {
    const { personId, meal } = await desk.lunch(DAY, 'minfeng');
    const first = await desk.approved(THIS_MONTH, 'minfeng');
    expect(first.dueFen).toBe(300);
    await service.publish(returned(meal));
    await expectClaims(service, personId, ['reversed OK 300']);
    const second = await desk.approved(NEXT_MONTH, 'minfeng');
    expect(second).toMatchObject({ state: 'carried', dueFen: -300, breakdown: { adjustmentFen: -300 } });
    expect(await desk.owed('minfeng')).toMatchObject({
      owedFen: 0,
      onStatementsFen: 300,
      carriedFen: -300,
      since: null,
    });
    await desk.lunch(`${MONTH_AFTER}-01`, 'minfeng');
    await desk.lunch(`${MONTH_AFTER}-01`, 'minfeng');
    goPast(clock, MONTH_AFTER);
    const dropped = await desk.draft(MONTH_AFTER, 'minfeng');
    await desk.act(dropped.statementId, 'discard', MAKER);
    const third = await desk.approved(MONTH_AFTER, 'minfeng');
    expect(third).toMatchObject({ state: 'approved', linesFen: 600, carriedFen: -300, dueFen: 300 });
    const url = `/v1/statements/${second.statementId}`;
    expect(await desk.get(url)).toMatchObject({ carriedToStatementId: third.statementId });
  });
});

it('statements and their lines come as CSV and XLSX, each for those who may see them', async () => {
  const { items } = await desk.get<{ items: StatementView[] }>('/v1/statements?siteId=puya&state=approved');
  const url = `/v1/statements/${items[0]?.statementId}/lines/export`;
  const get = (path: string, as = OPERATOR) => service.inject({ method: 'GET', url: path, as });
  const csv = await get(url);
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  const rows = csv.body.trimEnd().split('\r\n');
  expect(rows).toHaveLength(1 + (items[0]?.lines ?? 0));
  expect(rows[1]).toMatch(/^\d+,claim,settle,\d{4}-\d\d-\d\d,1\.5,funder:/);
  expect((await get(`${url}?format=xlsx`)).rawPayload.subarray(0, 2).toString()).toBe('PK');
  expect((await get(`${url}?format=pdf`)).statusCode).toBe(422);
  const elsewhere = { ...OPERATOR, scope: { sites: ['chenxing'] } };
  expect((await get(url, elsewhere)).statusCode).toBe(404);
  const list = (as: typeof OPERATOR) => get('/v1/statements/export?format=csv', as);
  expect((await list(elsewhere)).body.trimEnd().split('\r\n')).toHaveLength(1);
  expect((await list(OPERATOR)).body).toContain(`,puya,${THIS_MONTH},approved,`);
});

it('a statement is seen by its own operator, and refused for a month that is not over, another cycle or another site', async () => {
  const mine = await desk.get<{ items: StatementView[] }>('/v1/statements', OPERATOR);
  expect(new Set(mine.items.map(({ siteId }) => siteId))).toEqual(new Set(['puya']));
  expect((await desk.owed('puya', OPERATOR)).siteId).toBe('puya');
  const status = async (url: string) => (await service.inject({ method: 'GET', url, as: OPERATOR })).statusCode;
  expect(await status('/v1/statements/owed?siteId=minfeng')).toBe(404);
  const elsewhere = { ...OPERATOR, scope: { sites: ['minfeng'] } };
  const url = `/v1/statements/${mine.items[0]?.statementId}`;
  expect((await service.inject({ method: 'GET', url, as: elsewhere })).statusCode).toBe(404);
  expect((await service.inject({ method: 'GET', url: `${url}/lines`, as: elsewhere })).statusCode).toBe(404);
  const draft = async (siteId: string, period: string) =>
    ((await desk.post('/v1/statements', MAKER, { statementId: uuidv7(), siteId, period })).json() as { code: string })
      .code;
  expect(await draft('chenxing', '2099-01')).toBe('STATEMENT.PERIOD_NOT_OVER');
  expect(await draft('chenxing', '2024-Q1')).toBe('STATEMENT.PERIOD_KIND');
  expect(await draft('nowhere', '2024-01')).toBe('STATEMENT.SITE_NOT_FOUND');
  expect((await desk.post('/v1/statements', OPERATOR, {})).statusCode).toBe(403);
  await eventually(async () => (await service.events(StatementDraftedV1)).length > 3);
});

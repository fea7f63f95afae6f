import { join } from 'node:path';
import { uuidv7 } from '@doorstep/kernel';
import type { MatrixRow, MatrixThings, TestService } from '@doorstep/testing';
import {
  AllowedRequests,
  badRequestsOf,
  eventually,
  routesOf,
  startTestService,
  wrongObjects,
  wrongRefusals,
  wrongReuse,
  wrongRoles,
} from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { benefits } from '../src/service.js';
import { claimsOf, fact, HOME, siteEvents } from './support/city.js';
import { afterThisMonth, MAKER, paying, THIS_MONTH } from './support/paying.js';

interface Things extends MatrixThings {
  readonly claimId: string;
  readonly statementId: string;
  readonly grantId: string;
  readonly account: string;
}

/** Money, rules and books of the whole city; whoever has the permission has it for the city. */
const CITY: MatrixRow<Things> = { of: 'city' };
const listed = (path: string, of: 'site' | 'person'): MatrixRow<Things> => ({
  of,
  ask: ({ siteId, personId }) => ({ url: `${path}?${of === 'site' ? `siteId=${siteId}` : `personId=${personId}`}` }),
  foreign: 'empty',
});

const ROWS: Readonly<Record<string, MatrixRow<Things>>> = {
  claims_list: {
    ...listed('/v1/claims', 'person'),
    ask: (t) => ({ url: `/v1/claims?personId=${t.personId}&siteId=${t.siteId}` }),
  },
  claims_one: { of: 'person' },
  corrections_list: listed('/v1/corrections', 'person'),
  entitlements_one: { of: 'person' },
  quotes_ask: {
    of: 'person',
    ask: ({ personId, siteId }) => ({
      payload: {
        ...{ kind: 'meal', personId, siteId, serviceDate: `${THIS_MONTH}-02`, mealPeriod: 'lunch' },
        ...{ priceFen: 1000, menu: 'set', channel: 'dine_in' },
      },
    }),
  },
  refunds_list: { of: 'person', ask: ({ personId }) => ({ url: `/v1/refunds?personId=${personId}` }) },
  grants_list: listed('/v1/grants', 'site'),
  grants_one: { of: 'site' },
  ledger_entries: {
    of: 'site',
    ask: ({ account }) => ({ url: `/v1/ledger/entries?account=${encodeURIComponent(account)}` }),
  },
  payees_list: listed('/v1/payees/accounts', 'site'),
  statements_list: listed('/v1/statements', 'site'),
  statementExports_statements: { of: 'own' }, // rows of the caller's sites: lists-http.int-spec.ts
  calendar_one: { of: 'open' },
  policies_diff: { of: 'open' },
  policies_list: { of: 'open' },
  policies_one: { of: 'open' },
  simulations_list: { of: 'open' },
  simulations_one: { of: 'open' },
  statements_one: { of: 'site' },
  statementLines_owed: { of: 'site', ask: ({ siteId }) => ({ url: `/v1/statements/owed?siteId=${siteId}` }) },
  statementLines_lines: { of: 'site' },
  statementExports_lines: {
    of: 'site',
    ask: ({ statementId }) => ({ url: `/v1/statements/${statementId}/lines/export?format=csv` }),
  },
};
for (const operation of [
  ...['budgetItems_decide', 'budgetItems_list', 'budgetItems_propose', 'budgets_list', 'budgets_one', 'budgets_open'],
  ...[
    'budgets_raise',
    'calendar_put',
    'corrections_progress',
    'entitlements_run',
    'evidence_end',
    'evidence_report',
    'grants_decide',
  ],
  ...['grants_propose', 'ledger_accounts', 'ledger_lineage', 'openings_approve', 'openings_list', 'openings_one'],
  ...['openings_request', 'parkedKeys_dismiss', 'parkedKeys_list', 'parkedKeys_retry', 'payees_decide'],
  ...['payees_propose', 'payments_file', 'payments_list', 'payments_make', 'payments_one', 'payments_record'],
  ...['policies_approve', 'policies_draft', 'policies_propose'],
  ...['policies_withdraw', 'refunds_paid', 'repairs_feed', 'simulations_cancel'],
  ...['findingRequests_list', 'findingRequests_one', 'findingRequests_decide', 'findingRequests_propose'],
  ...['voucherStatements_list', 'voucherStatements_one', 'voucherStatements_import', 'voucherStatements_approve'],
  ...['simulations_request', 'statements_approve', 'statements_check', 'statements_discard'],
  ...['statements_draft', 'statements_giveBack', 'years_approve', 'years_one', 'years_request'],
])
  Object.assign(ROWS, { [operation]: CITY });
const ROUTES = routesOf(join(import.meta.dirname, '../openapi.json')).map((route) => [route.operation, route] as const);

describe('who may do what with whose', () => {
  let service: TestService;
  let owner: pg.Client;
  let mine: Things;
  let foreign: Things;

  async function thingsOf(siteId: string, area: string): Promise<Things> {
    const desk = paying(service, owner);
    const { personId } = await desk.lunch(undefined, siteId);
    await desk.payable(siteId);
    const grant = { grantId: uuidv7(), siteId, period: THIS_MONTH, funder: 'district' };
    const schemes = [{ packId: 'operator-grants', scheme: 'per_meal' }];
    expect((await desk.post('/v1/grants', MAKER, { ...grant, schemes })).statusCode).toBe(201);
    const { statementId } = await desk.draft(THIS_MONTH, siteId);
    // Moves away after the month that is paid.
    const away = { ...HOME, town: area };
    await service.publish(fact(personId, { kind: 'residence', place: away }, '2026-12-05'));
    // A death learnt late reverses the claim, which is a correction.
    await service.publish(fact(personId, { kind: 'death', diedOn: '2020-01-01' }, '2020-01-01'));
    await eventually(async () => {
      const { items } = await desk.get<{ items: unknown[] }>(`/v1/corrections?personId=${personId}`);
      return items.length > 0;
    });
    const [claim] = await claimsOf(service, personId);
    const accounts = 'SELECT code FROM ledger_account WHERE code LIKE $1 ORDER BY 1';
    const { rows } = await owner.query<{ code: string }>(accounts, [`operator:${siteId}:%payable`]);
    return {
      siteId,
      personId,
      area,
      statementId,
      grantId: grant.grantId,
      claimId: claim?.claimId ?? '',
      account: rows[0]?.code ?? '',
    };
  }

  beforeAll(async () => {
    service = await startTestService(benefits, { clock: afterThisMonth() });
    owner = new pg.Client({ connectionString: service.database.ownerUrl });
    await owner.connect();
    await service.publish(...siteEvents());
    await eventually(async () => (await owner.query('SELECT FROM site')).rowCount !== 0);
    mine = await thingsOf('puya', 'matrix-east');
    foreign = await thingsOf('chenxing', 'matrix-west');
  });
  afterAll(async () => {
    await owner.end();
    await service.close();
  });

  it('is said for every route', () => {
    expect(Object.keys(ROWS).sort()).toEqual(ROUTES.map(([operation]) => operation).sort());
  });

  it.each(ROUTES)('%s: role by role', async (_name, route) => {
    expect(await wrongRoles(service, route)).toEqual([]);
  });

  it.each(ROUTES.filter(([name]) => ROWS[name]?.of !== 'city'))('%s: own and foreign', async (name, route) => {
    expect(await wrongObjects(service, route, ROWS[name] as MatrixRow<Things>, { mine, foreign })).toEqual([]);
  });

  it('every route refuses what its description forbids, and nothing is changed', async () => {
    const requests = badRequestsOf(join(import.meta.dirname, '../openapi.json'), [
      'openings_request',
      'payments_record',
    ]);
    expect(requests.length).toBeGreaterThan(300);
    expect(await wrongRefusals(service, requests, ['entitlement_day'])).toEqual([]);
  });

  it('every POST refuses a key that was used for another request, and nothing is changed', async () => {
    const thingFirst = ['findingRequests_decide', 'findingRequests_propose', 'payees_decide', 'payments_record'];
    const allowed = new AllowedRequests(join(import.meta.dirname, '../openapi.json'), { ...mine, month: '2026-09' });
    expect(
      await wrongReuse(service, allowed, {
        thingFirst: [...thingFirst, 'simulations_request'],
        moving: ['entitlement_day'],
      }),
    ).toEqual([]);
  });
});

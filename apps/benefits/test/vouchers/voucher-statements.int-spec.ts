import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { VoucherStatementView } from '@doorstep/contracts';
import { EntitlementUpdatedV1 } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../../src/service.js';
import { booking, claimsOf, elderEvents, expectClaims, FINANCE, siteEvents, stayed } from '../support/city.js';
import { brokenInvariants } from '../support/invariants.js';

const AUDITOR = { subject: 'auditor-1', roles: ['auditor' as const], scope: { all: true } };
const personId = uuidv7();
let service: TestService;
let owner: pg.Client;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-09-15T04:00:00Z')) });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  await service.publish(...siteEvents(), ...elderEvents(personId));
  const known = 'SELECT FROM person_fact WHERE person_id = $1';
  await eventually(
    async () =>
      (await owner.query(known, [personId])).rowCount === 4 && (await owner.query('SELECT FROM site')).rowCount === 5,
  );
});
afterAll(async () => {
  await owner.end();
  await service.close();
});
afterEach(async () => expect(await brokenInvariants(owner)).toEqual([]));

const balance = (balanceFen: number, more: object = {}) => ({
  ...{ personId, month: '2026-09', amountFen: 80_000, balanceFen, reference: 'NATIONAL-1' },
  ...more,
});
const report = (balances: object[], redemptions: object[] = [], as: object = FINANCE, id = uuidv7()) =>
  service.inject({
    method: 'POST',
    url: '/v1/voucher-statements',
    as,
    headers: { 'idempotency-key': uuidv7() },
    payload: {
      ...{ voucherStatementId: id, packId: 'cn-daycare-voucher', issuer: 'national', asOf: '2026-09-15' },
      ...{ balances, redemptions },
    },
  });

const CHECKER = { subject: 'checker-1', roles: ['finance_checker' as const], scope: { all: true } };
const approve = (
  { voucherStatementId, rows, totalFen }: VoucherStatementView,
  as: object = CHECKER,
  read: object = {},
) =>
  service.inject({
    method: 'POST',
    url: `/v1/voucher-statements/${voucherStatementId}/approval`,
    as,
    headers: { 'idempotency-key': uuidv7() },
    payload: { rows, totalFen, ...read },
  });
/** Prepared by one, approved by another. */
async function brought(balances: object[], redemptions: object[] = []): Promise<VoucherStatementView> {
  const prepared = (await report(balances, redemptions)).json() as VoucherStatementView;
  const answer = await approve(prepared);
  expect(answer.statusCode).toBe(200);
  return answer.json() as VoucherStatementView;
}

it('a voucher of an issuer outside is taken over, pays, and is reconciled with what its issuer says', async () => {
  const prepared = (await report([balance(50_000)])).json() as VoucherStatementView;
  expect(prepared).toMatchObject({ state: 'prepared', added: 1, agreed: 0, findings: [], rows: 1, totalFen: 50_000 });
  const vouchers = async () => (await owner.query('SELECT FROM allowance WHERE person_id = $1', [personId])).rowCount;
  expect(await vouchers()).toBe(0);
  const both = { ...FINANCE, roles: ['finance_maker', 'finance_checker'] };
  expect((await approve(prepared, both)).json()).toMatchObject({ code: 'FINANCE.SECOND_PERSON' });
  const forged = `UPDATE voucher_statement SET state = 'applied', approved_by = prepared_by, applied_at = now()`;
  await expect(owner.query(forged)).rejects.toThrow('ck_voucher_statement_second_person');
  expect((await approve(prepared, CHECKER, { totalFen: 1 })).json()).toMatchObject({
    code: 'VOUCHER_STATEMENT.TOTALS_DIFFER',
  });
  expect(await vouchers()).toBe(0);
  const approvals = await Promise.all([1, 2].map(() => approve(prepared)));
  expect(approvals.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  const added = approvals.find(({ statusCode }) => statusCode === 200)?.json() as VoucherStatementView;
  expect(added).toMatchObject({ state: 'applied', preparedBy: 'staff:finance-1', approvedBy: 'staff:checker-1' });
  expect(await vouchers()).toBe(1);
  await expect(owner.query('UPDATE voucher_statement SET agreed = 9')).rejects.toThrow('applied once');
  await eventually(async () =>
    (await service.events(EntitlementUpdatedV1)).some(({ data }) =>
      data.vouchers.some(({ month, leftFen }) => month === '2026-09' && leftFen === 50_000),
    ),
  );
  // Level 2: 90 yuan a day, half of it by voucher.
  await service.publish(stayed(booking(personId)));
  await expectClaims(service, personId, ['settled OK 4500']);
  const [claim] = await claimsOf(service, personId);
  const claimId = claim?.claimId ?? '';

  const open = await brought([balance(45_500)]);
  expect(open).toMatchObject({ added: 0, agreed: 1, findings: [{ kind: 'not_redeemed', claimId, hereFen: 4500 }] });
  const wrong = [
    { reference: 'R-1', claimId, amountFen: 4000 },
    { reference: 'R-2', claimId: uuidv7(), amountFen: 1 },
  ];
  const differing = await brought([balance(46_000)], wrong);
  expect(differing.findings.map(({ kind, hereFen, thereFen }) => [kind, hereFen, thereFen])).toEqual([
    ['balance_differs', 45_500, 46_000],
    ['redemption_differs', 4500, 4000],
    ['unknown_claim', 0, 1],
  ]);
  // A redemption of another amount has not redeemed it; the right one does, and a second one is a second payment.
  const again = await brought([balance(45_500)]);
  expect(again.findings).toMatchObject([{ kind: 'not_redeemed', claimId }]);
  const right = await brought([balance(45_500)], [{ reference: 'R-3', claimId, amountFen: 4500 }]);
  expect(right.findings).toMatchObject([{ kind: 'redeemed_twice', reference: 'R-3', hereFen: 4000, thereFen: 4500 }]);
  expect((await brought([balance(45_500)], [{ reference: 'R-3', claimId, amountFen: 4500 }])).findings).toHaveLength(1);
  const twice = await brought([balance(45_500)], [{ reference: 'R-4', claimId, amountFen: 4500 }]);
  expect(twice.findings).toMatchObject([{ kind: 'redeemed_twice', reference: 'R-4', hereFen: 8500 }]);
  // A difference changes nothing here, and what was reported stays.
  const { rows } = await owner.query('SELECT left_fen::float8, issuer FROM allowance WHERE person_id = $1', [personId]);
  expect(rows).toEqual([{ left_fen: 45_500, issuer: 'outside' }]);
  await expect(owner.query(`UPDATE voucher_redemption SET reference = 'x'`)).rejects.toThrow();
  const url = '/v1/voucher-statements';
  const list = (await service.inject({ method: 'GET', url, as: AUDITOR })).json() as { items: VoucherStatementView[] };
  const ids = list.items.map(({ voucherStatementId }) => voucherStatementId);
  expect(ids).toEqual(
    expect.arrayContaining([added, open, differing].map(({ voucherStatementId }) => voucherStatementId)),
  );
  expect(ids).toHaveLength(7);
});

it('is refused for persons whom nobody knows, twice the same voucher, more left than issued, and by auditors', async () => {
  const nobody = await report([balance(1, { personId: uuidv7() })]);
  expect(nobody.json()).toMatchObject({ status: 422, code: 'VOUCHER_STATEMENT.UNKNOWN_PERSONS' });
  expect((await report([balance(1), balance(2)])).statusCode).toBe(422);
  expect((await report([balance(80_001)])).statusCode).toBe(422);
  expect((await report([balance(1)], [], AUDITOR)).statusCode).toBe(403);
  const id = uuidv7();
  expect((await report([balance(45_500)], [], FINANCE, id)).statusCode).toBe(201);
  expect((await report([balance(45_500)], [], FINANCE, id)).json()).toMatchObject({ code: 'VOUCHER_STATEMENT.EXISTS' });
  const prepared = (await report([balance(45_500)])).json() as VoucherStatementView;
  expect((await approve(prepared, FINANCE)).statusCode).toBe(403);
  expect((await approve({ ...prepared, voucherStatementId: uuidv7() })).statusCode).toBe(404);
  const url = `/v1/voucher-statements/${uuidv7()}`;
  expect((await service.inject({ method: 'GET', url, as: AUDITOR })).statusCode).toBe(404);
});

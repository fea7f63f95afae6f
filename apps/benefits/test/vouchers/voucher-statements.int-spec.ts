import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import type { VoucherStatementView } from '@doorstep/contracts';
import { EntitlementUpdatedV1 } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../../src/service.js';
import { booking, claimsOf, elderEvents, expectClaims, FINANCE, siteEvents, stayed } from '../support/city.js';
import { brokenInvariants } from '../support/invariants.js';

jest.setTimeout(60_000);

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
}, 60_000);
afterAll(async () => {
  await owner.end();
  await service.close();
}, 60_000);
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

it('a voucher of an issuer outside is taken over, pays, and is reconciled with what its issuer says', async () => {
  const added = (await report([balance(50_000)])).json() as VoucherStatementView;
  expect(added).toMatchObject({ added: 1, agreed: 0, findings: [], importedBy: 'staff:finance-1' });
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

  const open = (await report([balance(45_500)])).json() as VoucherStatementView;
  expect(open).toMatchObject({ added: 0, agreed: 1, findings: [{ kind: 'not_redeemed', claimId, hereFen: 4500 }] });
  const wrong = [
    { reference: 'R-1', claimId, amountFen: 4000 },
    { reference: 'R-2', claimId: uuidv7(), amountFen: 1 },
  ];
  const differing = (await report([balance(46_000)], wrong)).json() as VoucherStatementView;
  expect(differing.findings.map(({ kind, hereFen, thereFen }) => [kind, hereFen, thereFen])).toEqual([
    ['balance_differs', 45_500, 46_000],
    ['redemption_differs', 4500, 4000],
    ['unknown_claim', 0, 1],
  ]);
  // A difference changes nothing here, and the reference stays.
  const { rows } = await owner.query('SELECT left_fen::float8, issuer FROM allowance WHERE person_id = $1', [personId]);
  expect(rows).toEqual([{ left_fen: 45_500, issuer: 'outside' }]);
  await expect(owner.query(`UPDATE voucher_redemption SET reference = 'x'`)).rejects.toThrow();
  const url = '/v1/voucher-statements';
  const list = (await service.inject({ method: 'GET', url, as: AUDITOR })).json() as { items: VoucherStatementView[] };
  expect(list.items.map(({ voucherStatementId }) => voucherStatementId).sort()).toEqual(
    [added, open, differing].map(({ voucherStatementId }) => voucherStatementId).sort(),
  );
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
  const url = `/v1/voucher-statements/${uuidv7()}`;
  expect((await service.inject({ method: 'GET', url, as: AUDITOR })).statusCode).toBe(404);
});

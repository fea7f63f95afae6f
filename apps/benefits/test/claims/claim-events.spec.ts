import { expect, it } from '@jest/globals';
import { EntitlementUpdatedV1 } from '@doorstep/contracts';
import type { LocalDate, LocalMonth } from '@doorstep/kernel';
import { addDays, addMonths, uuidv7 } from '@doorstep/kernel';
import { claimEvents } from '../../src/claims/application/claim-events.js';
import { PersonFile } from '../../src/claims/domain/person-file.js';
import type { Allowance } from '../../src/entitlements/domain/allowance.js';
import { Wallet } from '../../src/entitlements/domain/wallet.js';

const NOW = new Date('2026-09-15T04:00:00Z');
const THIS_MONTH = '2026-09' as LocalMonth;

const issued = (kind: Allowance['kind'], monthsAgo: number, leftFen: number): Allowance => {
  const month = addMonths(THIS_MONTH, -monthsAgo);
  return {
    allowanceId: uuidv7(),
    packId: 'p',
    kind,
    month,
    amountFen: 8000,
    leftFen,
    lapsedFen: 0,
    expiresOn: addDays(`${addMonths(month, 1)}-01` as LocalDate, -1),
    usableFrom: null,
    forMonth: null,
  };
};

/** What is told about somebody with these allowances; the event's own limits are checked when it is made. */
function told(...allowances: readonly Allowance[]) {
  const counters = { decisionNumber: 0, entitlementVersion: 0 };
  const file = new PersonFile(uuidv7(), undefined, counters, new Wallet(allowances));
  const [event] = claimEvents([], [file], NOW);
  return EntitlementUpdatedV1.data.parse(event?.data);
}

const months = (list: readonly { readonly month: string }[]): string[] => list.map(({ month }) => month);
const ages = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

it('an entitlement lists the vouchers that can still be drawn on, however many there were in years', () => {
  const { vouchers } = told(...ages(36).map((ago) => issued('voucher', ago, 0)));
  expect(vouchers).toEqual([{ month: THIS_MONTH, leftFen: 0 }]);
});

it('an entitlement keeps to the limits of its event: the newest stay', () => {
  const all = ages(70).flatMap((ago) => [issued('voucher', ago, 100), issued('monthly', ago, 100)]);
  const { lots, vouchers } = told(...all);
  expect(months(vouchers)).toEqual(ages(6).map((ago) => addMonths(THIS_MONTH, ago - 5)));
  expect(months(lots)).toEqual(ages(60).map((ago) => addMonths(THIS_MONTH, ago - 59)));
});

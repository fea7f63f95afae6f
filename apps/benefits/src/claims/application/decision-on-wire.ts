import type { EventData } from '@doorstep/contracts';
import type { ClaimHeldV1 } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { Step, Voucher, WalletLot } from '@doorstep/policy';
import type { ClaimRecord } from '../domain/claim.js';
import type { ClaimTerms, Evidence } from '../domain/verdict.js';

type WireDecision = EventData<typeof ClaimHeldV1>['decision'];
type WireBasis = EventData<typeof ClaimHeldV1>['basis'];

/** Limits of the contract; a pack with longer texts must not stop anybody's claim. */
const MOST_STEPS = 60;
const LONGEST_TEXT = 300;
const MOST_LOTS = 100;
const MOST_VOUCHERS = 6;
const MOST_NUMBERS = 400;
const MOST_OTHERS = 300;

/** A decision in the words of events and HTTP. Only listed fields leave the service. */
export function decisionOnWire(terms: ClaimTerms, { steps }: Pick<Evidence, 'steps'>): WireDecision {
  return {
    outcome: terms.outcome,
    reason: terms.reason,
    packId: terms.packId,
    ruleVersion: terms.ruleVersion,
    grossFen: terms.grossFen,
    discountFen: terms.discountFen,
    subsidyFen: terms.subsidyFen,
    deliveryFen: terms.deliveryFen,
    operatorFen: terms.operatorFen,
    selfPayFen: terms.selfPayFen,
    shares: terms.shares.map(({ funder, fen }) => ({ funder, fen })),
    steps: steps.slice(0, MOST_STEPS).map(stepOnWire),
    flags: [...terms.flags],
  };
}

function stepOnWire({ code, fen, note, source }: Step): WireDecision['steps'][number] {
  const step: WireDecision['steps'][number] = { code };
  if (fen !== undefined) step.fen = fen;
  if (note !== undefined) step.note = note.slice(0, LONGEST_TEXT);
  if (source !== undefined) step.source = source.slice(0, LONGEST_TEXT);
  return step;
}

/** What the decision rested on, complete enough to decide the same again from the log alone. */
export function basisOnWire(
  { terms, budgetId, decisionNumber, serviceDate }: ClaimRecord,
  evidence: Evidence,
): WireBasis {
  const { factIds, packHash, budgetVersion, siteVersion, allowances, notCounted, alsoCounted } = evidence;
  const lots = allowances?.lots.filter(({ leftFen, expiresOn }) => leftFen > 0 && expiresOn >= serviceDate) ?? [];
  const vouchers = allowances?.vouchers.filter((voucher) => couldPay(voucher, serviceDate)) ?? [];
  const basis: WireBasis = { factIds: [...factIds], packHash, decisionNumber, budgetVersion, siteVersion };
  if (budgetId !== null) basis.budget = { budgetId, needFen: terms.budgetNeedFen };
  if (lots.length > 0) basis.lots = lots.slice(0, MOST_LOTS).map(lotOnWire);
  if (vouchers.length > 0) basis.vouchers = vouchers.slice(0, MOST_VOUCHERS).map(voucherOnWire);
  if (notCounted) basis.notCounted = notCounted.slice(0, MOST_NUMBERS);
  if (alsoCounted) basis.alsoCounted = alsoCounted.slice(0, MOST_OTHERS);
  return basis;
}

function lotOnWire({ month, kind, leftFen, expiresOn, usableFrom }: WalletLot): NonNullable<WireBasis['lots']>[number] {
  return { month, kind, leftFen, expiresOn, ...(usableFrom !== undefined && { usableFrom }) };
}

function couldPay({ month, usableFrom }: Voucher, serviceDate: LocalDate): boolean {
  return serviceDate.startsWith(month) && (usableFrom ?? serviceDate) <= serviceDate;
}

function voucherOnWire({ month, leftFen }: Voucher): NonNullable<WireBasis['vouchers']>[number] {
  return { month, leftFen: Math.max(0, leftFen) };
}

import type { EventDefinition } from '@doorstep/contracts';
import {
  AlterationDetectedV1,
  AlterationEndedV1,
  BookingCancelledV1,
  BookingConfirmedV1,
  BookingNoShowV1,
  BudgetExhaustedV1,
  BudgetLowV1,
  BudgetOpenedV1,
  BudgetSpentBeforeV1,
  ClaimBroughtInV1,
  ClaimDeniedV1,
  ClaimExpiredV1,
  ClaimHeldV1,
  ClaimReleasedV1,
  ClaimReversedV1,
  ClaimSettledV1,
  CorrectionRequestedV1,
  DayCareFeeDecidedV1,
  DifferencePostedV1,
  DishRestoredV1,
  DishSoldOutV1,
  FindingRequestCarriedOutV1,
  FindingRequestDecidedV1,
  FindingRequestProposedV1,
  GapClosedV1,
  GapDetectedV1,
  GrantDecidedV1,
  MealOrderCancelledV1,
  MealOrderDeliveryFailedV1,
  MealOrderNoShowV1,
  MealOrderPlacedV1,
  MealOrderReturnedV1,
  MealOrderServedV1,
  MenuPublishedV1,
  OpeningAppliedV1,
  OpeningRequestedV1,
  PayeeAccountDecidedV1,
  PayeeAccountProposedV1,
  PeriodClosedV1,
  RedactionDecidedV1,
  RedactionRequestedV1,
  RefundRecordedV1,
  SessionPlannedV1,
  SiteClosedV1,
  StatementApprovedV1,
  StatementCheckedV1,
  StatementDiscardedV1,
  StatementDraftedV1,
  StatementPaidV1,
  StatementPartPaidV1,
  StatementPaymentFailedV1,
  StatementPaymentOrderedV1,
  StatementReturnedV1,
  StayCompletedV1,
  StayInsuranceRecordedV1,
  StayStartedV1,
  TenderRecordedV1,
  TillShiftClosedV1,
  TillShiftOpenedV1,
  WaitingEndedV1,
  WaitingJoinedV1,
  WaitingOfferedV1,
  YearClosedV1,
  YearClosingRequestedV1,
} from '@doorstep/contracts';
import type { LiveEvent, LiveTopic } from './live-event.js';

export interface LiveRule {
  readonly topic: LiveTopic;
  readonly definitions: readonly EventDefinition[];
  /** Members of the event that name the thing together. */
  readonly thing: readonly string[];
}

const rule = (topic: LiveTopic, thing: readonly string[], ...definitions: EventDefinition[]): LiveRule => ({
  topic,
  thing,
  definitions,
});

/** Which events are told, under which topic, and what names the thing that they are about. */
export const LIVE_RULES: readonly LiveRule[] = [
  rule('orders', ['orderId'], MealOrderPlacedV1, MealOrderCancelledV1, MealOrderServedV1, MealOrderReturnedV1),
  rule('orders', ['orderId'], MealOrderNoShowV1, MealOrderDeliveryFailedV1, TenderRecordedV1, RefundRecordedV1),
  rule('menus', ['siteId', 'serviceDate', 'mealPeriod'], MenuPublishedV1, DishSoldOutV1, DishRestoredV1),
  rule('menus', ['siteId', 'serviceDate', 'mealPeriod'], PeriodClosedV1, SiteClosedV1),
  rule('shifts', ['shiftId'], TillShiftOpenedV1, TillShiftClosedV1),
  rule('bookings', ['bookingId'], BookingConfirmedV1, BookingCancelledV1, BookingNoShowV1),
  rule('bookings', ['waitingId'], WaitingJoinedV1, WaitingOfferedV1, WaitingEndedV1),
  rule('stays', ['bookingId'], StayStartedV1, StayCompletedV1, StayInsuranceRecordedV1),
  rule('sessions', ['siteId', 'serviceDate'], SessionPlannedV1),
  rule('claims', ['claimId'], ClaimHeldV1, ClaimDeniedV1, ClaimReleasedV1, ClaimSettledV1, ClaimReversedV1),
  rule('claims', ['claimId'], ClaimExpiredV1, DifferencePostedV1),
  rule('claims', ['bookingId'], DayCareFeeDecidedV1),
  rule('claims', ['openingId'], ClaimBroughtInV1),
  rule('budgets', ['budgetId'], BudgetOpenedV1, BudgetLowV1, BudgetExhaustedV1, BudgetSpentBeforeV1),
  rule('budgets', ['openingId'], OpeningRequestedV1, OpeningAppliedV1),
  rule('budgets', ['year'], YearClosingRequestedV1, YearClosedV1),
  rule('statements', ['statementId'], StatementDraftedV1, StatementCheckedV1, StatementReturnedV1, StatementApprovedV1),
  rule('statements', ['statementId'], StatementDiscardedV1, StatementPaymentOrderedV1, StatementPaymentFailedV1),
  rule('statements', ['statementId'], StatementPartPaidV1, StatementPaidV1),
  rule('grants', ['grantId'], GrantDecidedV1),
  rule('payees', ['payeeAccountId'], PayeeAccountProposedV1, PayeeAccountDecidedV1),
  rule('findings', ['findingId'], GapDetectedV1, GapClosedV1, AlterationDetectedV1, AlterationEndedV1),
  rule('findings', ['findingId'], RedactionRequestedV1, RedactionDecidedV1),
  rule('finding-requests', ['requestId'], CorrectionRequestedV1, FindingRequestProposedV1),
  rule('finding-requests', ['requestId'], FindingRequestDecidedV1, FindingRequestCarriedOutV1),
];

export const LIVE_DEFINITIONS = LIVE_RULES.flatMap(({ definitions }) => definitions);

const BY_TYPE = new Map(LIVE_RULES.flatMap((each) => each.definitions.map(({ type }) => [type, each] as const)));

/** Ids, codes and the time; nothing else of the event is kept. Undefined for an event that nobody is told of. */
export function liveEventOf(event: {
  readonly type: string;
  readonly time: string;
  readonly data: unknown;
}): LiveEvent | undefined {
  const found = BY_TYPE.get(event.type);
  if (!found) return undefined;
  const data = event.data as Readonly<Record<string, unknown>>;
  const text = (member: string): string | null => {
    const value = data[member];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
  };
  return {
    topic: found.topic,
    type: event.type,
    thing: found.thing.flatMap((member) => text(member) ?? []).join('/'),
    siteId: text('siteId'),
    personId: text('personId'),
    at: event.time,
  };
}

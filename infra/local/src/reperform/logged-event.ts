import type { EventData, EventDefinition } from '@doorstep/contracts';
import {
  BookingCancelledV1,
  BookingConfirmedV1,
  BookingNoShowV1,
  BudgetOpenedV1,
  BudgetSpentBeforeV1,
  ClaimBroughtInV1,
  ClaimDeniedV1,
  ClaimExpiredV1,
  ClaimHeldV1,
  ClaimReleasedV1,
  ClaimReversedV1,
  ClaimSettledV1,
  DayCareFeeDecidedV1,
  DifferencePostedV1,
  EventEnvelope,
  GrantDecidedV1,
  MealOrderCancelledV1,
  MealOrderNoShowV1,
  MealOrderPlacedV1,
  MealOrderReturnedV1,
  MealOrderServedV1,
  PersonFactRecordedV1,
  PersonFactRetractedV1,
  PersonMergedV1,
  PersonUnmergedV1,
  PolicyActivatedV1,
  PolicySupersededV1,
  PolicyWithdrawnV1,
  SiteRecordedV1,
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
  YearClosedV1,
} from '@doorstep/contracts';

/** One record of the log as re-performance needs it. */
export interface LoggedEvent {
  /** `<source> <sequence>`: where it stands in the log. */
  readonly place: string;
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly causationId?: string;
  readonly data: unknown;
}

const OF_PERSONS: readonly EventDefinition[] = [
  PersonFactRecordedV1,
  PersonFactRetractedV1,
  MealOrderPlacedV1,
  MealOrderCancelledV1,
  MealOrderNoShowV1,
  MealOrderReturnedV1,
  MealOrderServedV1,
  BookingConfirmedV1,
  BookingCancelledV1,
  BookingNoShowV1,
  StayCompletedV1,
  StayInsuranceRecordedV1,
  ClaimHeldV1,
  ClaimDeniedV1,
  ClaimSettledV1,
  ClaimReleasedV1,
  ClaimExpiredV1,
  ClaimReversedV1,
  DayCareFeeDecidedV1,
  DifferencePostedV1,
  ClaimBroughtInV1,
];
/** About persons, and kept whole all the same: who they are says whose records belong together. */
const OF_THE_CITY: readonly EventDefinition[] = [
  PersonMergedV1,
  PersonUnmergedV1,
  SiteRecordedV1,
  PolicyActivatedV1,
  PolicySupersededV1,
  PolicyWithdrawnV1,
  BudgetOpenedV1,
  BudgetSpentBeforeV1,
  YearClosedV1,
  GrantDecidedV1,
  StatementDraftedV1,
  StatementCheckedV1,
  StatementReturnedV1,
  StatementApprovedV1,
  StatementPaymentOrderedV1,
  StatementPaymentFailedV1,
  StatementPartPaidV1,
  StatementPaidV1,
  StatementDiscardedV1,
];
const KNOWN = new Map([...OF_PERSONS, ...OF_THE_CITY].map((definition) => [definition.type, definition]));
const PERSONAL = new Set(OF_PERSONS.map(({ type }) => type));

export class UnreadableRecordError extends Error {}

/** The event, or undefined for one that decides nothing. @throws UnreadableRecordError */
export function readEvent(place: string, bytes: Buffer): LoggedEvent | undefined {
  const envelope = EventEnvelope.safeParse(parsed(place, bytes));
  if (!envelope.success) throw new UnreadableRecordError('no event');
  const { id, type, time, causationid, data } = envelope.data;
  const definition = KNOWN.get(type);
  if (!definition) return undefined;
  const checked = definition.data.safeParse(data);
  if (!checked.success) throw new UnreadableRecordError(`not a ${type}`);
  return { place, id, type, time, ...(causationid !== undefined && { causationId: causationid }), data: checked.data };
}

function parsed(place: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new UnreadableRecordError(`${place} is not JSON`, { cause });
  }
}

/** The data when it is an event of that kind. */
export function dataOf<D extends EventDefinition>(event: LoggedEvent, definition: D): EventData<D> | undefined {
  return event.type === definition.type ? (event.data as EventData<D>) : undefined;
}

/** Whom the event concerns; undefined for what concerns the city, null for a guest. */
export function personOf({ type, data }: LoggedEvent): string | null | undefined {
  return PERSONAL.has(type) ? (data as { readonly personId: string | null }).personId : undefined;
}

import { z } from 'zod';
import {
  Code,
  DateField,
  DecisionStep,
  FenField,
  FunderShare,
  Id,
  InstantField,
  MealPeriod,
  ReasonCode,
} from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { ClaimOrigin, DecisionBasis } from './claim-facts.js';
import { DecisionText } from './quote.http.js';

export const ClaimState = z.enum(['held', 'settled', 'released', 'expired', 'denied', 'reversed']);
export type ClaimState = z.infer<typeof ClaimState>;

/** `meal`, `day_care` and `institution_bill` as asked; `absence` is the fee for a day of care that was booked and not attended. */
export const ClaimKind = z.enum(['meal', 'day_care', 'institution_bill', 'absence']);
export type ClaimKind = z.infer<typeof ClaimKind>;

export const ClaimListQuery = PageQuery.extend({
  personId: Id.optional(),
  siteId: Code.optional(),
  serviceDate: DateField.optional(),
  state: ClaimState.optional(),
});
export type ClaimListQuery = z.infer<typeof ClaimListQuery>;

export const ClaimSummary = z
  .object({
    claimId: Id,
    kind: ClaimKind,
    origin: ClaimOrigin,
    personId: Id,
    siteId: Code,
    serviceDate: DateField,
    mealPeriod: MealPeriod.nullable(),
    state: ClaimState,
    outcome: z.enum(['approve', 'partial', 'deny']),
    reason: ReasonCode,
    packId: Code.nullable(),
    ruleVersion: z.string().nullable(),
    grossFen: FenField,
    discountFen: FenField,
    subsidyFen: FenField,
    deliveryFen: FenField,
    operatorFen: FenField,
    selfPayFen: FenField,
    feeFen: FenField,
    shares: z.array(FunderShare),
    flags: z.array(Code),
    correctsClaimId: Id.nullable(),
    decidedAt: InstantField,
    changedAt: InstantField,
  })
  .meta({ id: 'ClaimSummary' });
export type ClaimSummary = z.infer<typeof ClaimSummary>;

export const ClaimPage = pageOf(ClaimSummary).meta({ id: 'ClaimPage' });

/** One movement of the claim's money, or none for a denial. */
export const ClaimMovement = z.object({
  transactionId: Id,
  kind: z.enum(['hold', 'settle', 'release', 'expire', 'reverse', 'difference', 'undo_difference']),
  cause: Code.nullable(),
  at: InstantField,
});

/** One line of the sum: yuan with two digits, or empty; the legal source, or `design`. */
const AuditRows = z.array(z.object({ item: z.string(), amount: z.string(), source: z.string() }));

/** The same decision told to three readers, in both languages. */
export const ClaimExplanation = z.object({
  elder: DecisionText,
  hotline: DecisionText,
  auditor: z.object({ zh: AuditRows, en: AuditRows }),
});
export type ClaimExplanation = z.infer<typeof ClaimExplanation>;

/** The claim with everything its decision rested on. */
export const ClaimDetail = ClaimSummary.extend({
  steps: z.array(DecisionStep),
  basis: DecisionBasis,
  movements: z.array(ClaimMovement),
  correctedByClaimId: Id.nullable(),
  text: DecisionText,
  explanation: ClaimExplanation,
}).meta({ id: 'ClaimDetail' });
export type ClaimDetail = z.infer<typeof ClaimDetail>;

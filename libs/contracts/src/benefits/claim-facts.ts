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
  MonthField,
  ReasonCode,
} from '../events/fields.js';

/** Who asked: the order or booking that a claim answers. */
export const ClaimOrigin = z.object({ kind: z.enum(['meal_order', 'day_care']), id: Id });

export const ClaimRef = z.looseObject({
  claimId: Id,
  origin: ClaimOrigin,
  personId: Id,
  siteId: Code,
  serviceDate: DateField,
  /** null for a day-care day. */
  mealPeriod: MealPeriod.nullable(),
});

const OfferedLot = z.object({
  month: MonthField,
  kind: z.enum(['monthly', 'topup']),
  leftFen: FenField,
  expiresOn: DateField,
  usableFrom: DateField.optional(),
});

/** What a decision rested on: references only, never values of facts. */
export const DecisionBasis = z.object({
  factIds: z.array(Id).max(100),
  packHash: z.string().max(80).nullable(),
  /** Counts the decisions of this person from 1. */
  decisionNumber: z.int().min(1),
  budgetVersion: z.int().min(0).nullable(),
  /** Version of the site's state; null when no rules were asked. */
  siteVersion: z.int().min(1).nullable().optional(),
  /** The pool that it draws on, and how much; absent when it draws on none. */
  budget: z.object({ budgetId: Id, needFen: FenField }).optional(),
  /** Lots and vouchers of the person that could pay for it, as they stood before it; absent when there were none. */
  lots: z.array(OfferedLot).max(100).optional(),
  vouchers: z
    .array(z.object({ month: MonthField, leftFen: FenField }))
    .max(6)
    .optional(),
  /**
   * Numbers of decisions of the same week and month that stood and were not counted, since the same correction decided them again after
   * this one; absent when all that stood counted.
   */
  notCounted: z.array(z.int().min(1)).max(400).optional(),
  /** Claims of the same week and month that counted and lie in another file of the same person; absent when there were none. */
  alsoCounted: z.array(Id).max(300).optional(),
});

export const ClaimDecision = z.object({
  outcome: z.enum(['approve', 'partial', 'deny']),
  reason: ReasonCode,
  packId: Code.nullable(),
  ruleVersion: z.string().max(40).nullable(),
  grossFen: FenField,
  discountFen: FenField,
  subsidyFen: FenField,
  deliveryFen: FenField,
  operatorFen: FenField,
  selfPayFen: FenField,
  shares: z.array(FunderShare).max(10),
  steps: z.array(DecisionStep).max(60),
  flags: z.array(Code).max(10),
});

export const DecidedClaim = ClaimRef.extend({
  decision: ClaimDecision,
  basis: DecisionBasis,
  decidedAt: InstantField,
  /** The claim that this one replaces after a correction. */
  correctsClaimId: Id.nullable(),
  /** The year whose accounts carry it, where that of the service date was closed; absent = that of the service date. */
  bookYear: z.int().optional(),
});

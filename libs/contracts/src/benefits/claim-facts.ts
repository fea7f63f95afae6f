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

/** What a decision rested on: references only, never values of facts. */
export const DecisionBasis = z.object({
  factIds: z.array(Id).max(100),
  packHash: z.string().max(80).nullable(),
  /** Counts the decisions of this person from 1. */
  decisionNumber: z.int().min(1),
  budgetVersion: z.int().min(0).nullable(),
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
});

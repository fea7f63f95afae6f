import { z } from 'zod';
import {
  Code,
  DateField,
  FenField,
  Id,
  InstantField,
  MealPeriod,
  ReasonCode,
  SignedFenField,
} from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { ClaimState } from './claim.http.js';

/** Why claims were decided again: `late_facts`, `claim_ended`, `meal_in_daycare`, `insurance_paid`, `rule_version`, `site_known`, `calendar_known`, `day_start`, `merged`, `unmerged`. */
const Why = Code;

export const CorrectionListQuery = PageQuery.extend({
  personId: Id.optional(),
  siteId: Code.optional(),
  why: Why.optional(),
});
export type CorrectionListQuery = z.infer<typeof CorrectionListQuery>;

/** One of the two claims of a correction. */
export const CorrectionSide = z.object({
  claimId: Id,
  state: ClaimState,
  outcome: z.enum(['approve', 'partial', 'deny']),
  reason: ReasonCode,
  packId: Code.nullable(),
  ruleVersion: z.string().nullable(),
  subsidyFen: FenField,
  deliveryFen: FenField,
  operatorFen: FenField,
  feeFen: FenField,
  selfPayFen: FenField,
});
export type CorrectionSide = z.infer<typeof CorrectionSide>;

/** Positive: the receipt has less than decided, `bearer` makes it good. Negative: the diner paid too much and gets it back. */
export const ReceiptDifference = z.object({
  fen: SignedFenField,
  bearer: z.enum(['funder', 'operator', 'loss_account', 'person']),
  cause: z.enum(['quote', 'late_facts']),
});
export type ReceiptDifference = z.infer<typeof ReceiptDifference>;

export const CorrectionView = z
  .object({
    correctionId: Id,
    personId: Id,
    siteId: Code,
    originId: Id,
    serviceDate: DateField,
    mealPeriod: MealPeriod.nullable(),
    why: Why,
    causationId: z.string().nullable(),
    actor: z.string(),
    correctedAt: InstantField,
    before: CorrectionSide,
    after: CorrectionSide,
    /** What still stands against the receipt after the correction. */
    difference: ReceiptDifference.nullable(),
  })
  .meta({ id: 'CorrectionView' });
export type CorrectionView = z.infer<typeof CorrectionView>;

export const CorrectionPage = pageOf(CorrectionView).meta({ id: 'CorrectionPage' });

export const CorrectionProgress = z
  .object({ waiting: z.int().min(0), failing: z.int().min(0) })
  .meta({ id: 'CorrectionProgress' });
export type CorrectionProgress = z.infer<typeof CorrectionProgress>;

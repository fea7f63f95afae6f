import { z } from 'zod';
import { Amount, Cel, Code, Name, Reason, Sourced, Text } from './schema-parts.js';

/** The order in which checks are made is the contract's, not the pack's; inside one stage the pack's order holds. */
export const STAGES = ['scheme', 'residence', 'category', 'period', 'day', 'price'] as const;

const Suspension = z.strictObject({
  fact: z.enum(['death', 'institution', 'hospital']),
  /** `after`: d > date; `inclusive`: both end days; `between`: neither end day. */
  blocked: z.enum(['after', 'inclusive', 'between']),
  reason: Reason,
  flag: z.enum(['review', 'fraud_review']).optional(),
  ...Sourced,
});

const Enrolment = z.strictObject({
  application: Name,
  /** From which day an approved application covers. */
  covers: z.enum(['application', 'approval']),
  reason: Reason,
  ...Sourced,
});

/**
 * What becomes of somebody who was registered at a till and whom nobody has checked yet: the full price until then, or a decision by what
 * was said, which is decided again when the check says otherwise (design).
 */
const Unverified = z.enum(['full_price', 'provisional']).default('full_price');

const Check = z.strictObject({ stage: z.enum(STAGES), need: Cel, reason: Reason, ...Sourced });

const Cap = z.strictObject({
  window: z.enum(['day', 'week', 'month']),
  maxClaims: Amount.optional(),
  maxFen: Amount.optional(),
  reason: Reason,
  ...Sourced,
});

const Discount = z.strictObject({
  id: Name,
  title: Text,
  bearer: Name,
  when: z.enum(['before_subsidy', 'after_subsidy']),
  options: z
    .array(z.strictObject({ ages: z.string().optional(), when: Cel.optional(), amount: Amount, ...Sourced }))
    .min(1)
    .max(20),
});

const Threshold = z.strictObject({
  of: Cel,
  atLeast: Amount.optional(),
  moreThan: Amount.optional(),
  reason: Reason,
  ...Sourced,
});

const Option = z.strictObject({
  id: Name,
  title: Text,
  ages: z.string().optional(),
  when: Cel.optional(),
  amount: Amount,
  threshold: Threshold.optional(),
  ...Sourced,
});

const Layer = z.strictObject({
  id: Name,
  title: Text,
  /** Whose money the whole layer is; without it the pack's `split` divides the sum. */
  funder: Name.optional(),
  pick: z.enum(['only', 'highest']),
  options: z.array(Option).min(1).max(40),
});

const OwnShare = z.strictObject({
  amount: Amount,
  /** `formula`: part of the sum, still approved in full; `cut`: partial with the reason. */
  countsAs: z.enum(['formula', 'cut']),
  reason: Reason,
  ...Sourced,
});

const Budget = z.strictObject({
  /** `district-year`, `street-year`: the pool is that of the site's area and of the service year. */
  pool: z.enum(['city-year', 'district-year', 'street-year']),
  need: Cel,
  /** Whose claims may use the reserve; absent = there is none. */
  mayUseReserve: Cel.optional(),
  exhausted: Reason,
  reserved: Reason.optional(),
  ...Sourced,
});

const Split = z
  .array(z.strictObject({ funder: Name, bp: Amount.optional(), remainder: z.literal(true).optional(), ...Sourced }))
  .min(1)
  .max(10);

const Part = z.strictObject({ amount: Amount, payee: Name, ...Sourced });

export const MealSection = z.strictObject({
  usualTimes: z.strictObject({ breakfast: z.string(), lunch: z.string(), dinner: z.string() }),
  unverified: Unverified,
  suspension: z.array(Suspension).max(6),
  enrolment: Enrolment.optional(),
  checks: z.array(Check).max(30),
  duplicate: z.strictObject({
    reason: Reason,
    flagWhenEarlier: z.enum(['review', 'fraud_review']).optional(),
    ...Sourced,
  }),
  caps: z.array(Cap).max(10).default([]),
  discounts: z.array(Discount).max(5).default([]),
  layers: z.array(Layer).min(1).max(10),
  /** Layers in the order in which they give way; all others after them. */
  giveWay: z.array(Name).max(10).default([]),
  ownShare: OwnShare.optional(),
  wallet: z.strictObject({ empty: Reason, short: Reason, ...Sourced }).optional(),
  delivery: Part.optional(),
  operator: Part.optional(),
  budget: Budget.optional(),
  split: Split.optional(),
  /** Who bears what a receipt has less than the decision: a wrong quote, or a late fact about a meal already eaten. */
  lossBearer: z.enum(['funder', 'operator', 'loss_account']).default('funder'),
  /** When it is another for late facts; only these may ever be asked back from the person. */
  lateFactLossBearer: z.enum(['funder', 'operator', 'loss_account', 'person']).optional(),
  settlement: z.strictObject({ every: z.enum(['month', 'quarter']), ...Sourced }).optional(),
});

const CareKind = z.strictObject({
  /** The fee by tariff; absent = the bill is the fee. */
  fee: Cel.optional(),
  serviceClass: Name,
  suspension: z.array(Suspension).max(6).default([]),
  ...Sourced,
});

/** Day care, institution bills and absences: a fee, and public money on what is left of it. */
export const BenefitSection = z.strictObject({
  unverified: Unverified,
  dayCare: CareKind.extend({
    /** Meals that an attended day includes; a canteen claim of that period is refused or reversed. */
    covers: z.strictObject({
      periods: z.array(z.enum(['breakfast', 'lunch', 'dinner'])).max(3),
      reason: Reason,
      ...Sourced,
    }),
  }),
  institutionBill: CareKind.optional(),
  absence: z.strictObject({
    noShowFee: Cel,
    /** A stay in hospital on that day, end days included or not, makes it free. */
    freeInHospital: z.enum(['inclusive', 'between']),
    ...Sourced,
  }),
  voucher: z
    .strictObject({
      checks: z.array(Check).max(20),
      enrolment: Enrolment.optional(),
      classes: z.record(Code, z.strictObject({ bp: Amount, monthCap: Amount, ...Sourced })),
      none: Reason,
      empty: Reason,
      short: Reason,
      split: Split,
      ...Sourced,
    })
    .optional(),
});

export type MealDocument = z.infer<typeof MealSection>;
export type CareDocument = z.infer<typeof BenefitSection>;
export type LayerDocument = z.infer<typeof Layer>;
export type OptionDocument = z.infer<typeof Option>;
export type SplitDocument = z.infer<typeof Split>;
export type CheckDocument = z.infer<typeof Check>;
export type CapDocument = z.infer<typeof Cap>;
export type SuspensionDocument = z.infer<typeof Suspension>;
export type EnrolmentDocument = z.infer<typeof Enrolment>;
export type DiscountDocument = z.infer<typeof Discount>;

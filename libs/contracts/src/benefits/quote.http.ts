import { z } from 'zod';
import { Code, DateField, FenField, Id, MealChannel, MealPeriod } from '../events/fields.js';
import { ClaimDecision } from './claim-facts.js';

/** Several of these add up to an amount that can still be written. */
const QuotedFen = FenField.max(1_000_000_000);

const QuoteFor = z.strictObject({
  personId: Id,
  siteId: Code,
  serviceDate: DateField,
  /** A version that does not hold yet, to be tried; for those who work on policies only. */
  policyId: Id.optional(),
});

/** What would be decided for this meal or day of care, were it asked for now. Nothing is written. */
export const BenefitQuoteRequest = z
  .discriminatedUnion('kind', [
    QuoteFor.extend({
      kind: z.literal('meal'),
      mealPeriod: MealPeriod,
      /** The price of the one portion that is claimed for, without the delivery fee. */
      priceFen: QuotedFen,
      menu: z.enum(['set', 'alacarte']),
      channel: MealChannel,
      deliveryFeeFen: QuotedFen.default(0),
    }),
    QuoteFor.extend({
      kind: z.literal('day_care'),
      minutes: z.int().min(1).max(1440),
      withLunch: z.boolean(),
      insurancePaidFen: QuotedFen.default(0),
      otherPublicPaidFen: QuotedFen.default(0),
    }),
  ])
  .meta({ id: 'BenefitQuoteRequest' });
export type BenefitQuoteRequest = z.infer<typeof BenefitQuoteRequest>;

export const Counterfactual = z.object({
  from: DateField.nullable(),
  change: z.string(),
  subsidyFen: FenField,
  selfPayFen: FenField,
});

/** What a family may read aloud: plain sentences from the same data as the sum. */
export const DecisionText = z.object({ zh: z.string(), en: z.string() });

export const BenefitQuote = z
  .object({
    personId: Id,
    siteId: Code,
    serviceDate: DateField,
    decision: ClaimDecision,
    /** Day care only: the fee by tariff; otherwise 0. */
    feeFen: FenField,
    counterfactuals: z.array(Counterfactual),
    text: DecisionText,
  })
  .meta({ id: 'BenefitQuote' });
export type BenefitQuote = z.infer<typeof BenefitQuote>;

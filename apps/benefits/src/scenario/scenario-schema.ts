import { z } from 'zod';
import { PersonFactsText } from './person-schema.js';
import { Calendar, Channel, DateText, Fen, Menu, MonthText, Period, Ref, Settings, TimeText } from './schema-parts.js';
import { Step } from './step-schema.js';

const Person = PersonFactsText.extend({ ref: Ref, bornOn: DateText });

const Site = z.strictObject({
  code: Ref,
  province: Ref.optional(),
  city: Ref,
  district: Ref,
  town: Ref,
  schedule: Ref.optional(),
  standardMealPrice: Fen.optional(),
});

/** What a step may say of itself or expect may also stand with what was decided before; only money, day and person count. */
const OpeningClaim = z.strictObject({
  kind: z.enum(['meal', 'day_care', 'institution_bill']).default('meal'),
  on: DateText,
  at: TimeText.optional(),
  period: Period.optional(),
  siteRef: Ref.optional(),
  personRef: Ref.optional(),
  outcome: z.enum(['approve', 'partial', 'deny']).default('approve'),
  subsidy: Fen.default(0),
  operator: Fen.default(0),
  delivery: Fen.default(0),
  shares: z.record(z.string(), Fen).optional(),
  reason: z.string().optional(),
  price: Fen.optional(),
  menu: Menu.optional(),
  channel: Channel.optional(),
  deliveryFee: Fen.optional(),
  discount: Fen.optional(),
  selfPay: Fen.optional(),
  bill: Fen.optional(),
  fee: Fen.optional(),
  minutes: z.int().min(0).max(1440).optional(),
  insurancePaid: Fen.optional(),
  otherPublicPaid: Fen.optional(),
});

const Opening = z.strictObject({
  asOf: DateText,
  lots: z
    .array(
      z.strictObject({
        month: MonthText,
        amount: Fen,
        left: Fen,
        kind: z.enum(['monthly', 'topup']).default('monthly'),
        personRef: Ref.optional(),
      }),
    )
    .max(200)
    .default([]),
  vouchers: z
    .array(z.strictObject({ month: MonthText, left: Fen, personRef: Ref.optional() }))
    .max(200)
    .default([]),
  claims: z.array(OpeningClaim).max(2000).default([]),
  budget: z.strictObject({ left: Fen, reservedForClass1: Fen.default(0) }).optional(),
});

const End = z.strictObject({
  walletLeft: z.int().optional(),
  lots: z.array(z.strictObject({ month: MonthText, left: z.int() })).optional(),
  lapsed: z.int().optional(),
  voucherLeft: z.int().optional(),
  budgetLeft: z.int().optional(),
  subsidyTotal: z.int().optional(),
  operatorTotal: z.int().optional(),
  deliveryTotal: z.int().optional(),
  selfPayTotal: z.int().optional(),
  feeTotal: z.int().optional(),
});

export const Scenario = z.strictObject({
  id: z.string().min(1).max(80),
  note: z.string().max(400).optional(),
  pack: Ref,
  alsoPacks: z.array(Ref).max(8).default([]),
  params: Settings.default({}),
  paramChanges: z
    .array(z.strictObject({ from: DateText, set: Settings }))
    .max(50)
    .default([]),
  calendar: Calendar.default([]),
  site: Site.optional(),
  otherSites: z.array(Site).max(50).default([]),
  person: Person.optional(),
  otherPersons: z.array(Person).max(50).default([]),
  opening: Opening.optional(),
  steps: z.array(Step).min(1).max(2000),
  end: End.optional(),
});

/** Each is read by itself. */
export const ScenarioFile = z.array(z.unknown()).max(2000);

export type Scenario = z.infer<typeof Scenario>;
export type PersonText = z.infer<typeof Person>;
export type SiteText = z.infer<typeof Site>;
export type OpeningText = z.infer<typeof Opening>;
export type EndText = z.infer<typeof End>;

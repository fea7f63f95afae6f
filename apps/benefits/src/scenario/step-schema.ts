import { z } from 'zod';
import { PersonFactsText } from './person-schema.js';
import { Channel, DateText, Fen, Menu, MonthText, Period, Ref, TimeText } from './schema-parts.js';

const Shares = z.record(z.string(), z.int());
const Who = { personRef: Ref.optional(), siteRef: Ref.optional() };

const Postings = z.array(
  z.strictObject({
    on: DateText,
    period: Period.optional(),
    kind: z.enum(['reversal', 'claim']),
    subsidy: z.int().optional(),
    operator: z.int().optional(),
    delivery: z.int().optional(),
    shares: Shares.optional(),
  }),
);

/**
 * Every field that a result can have. A field that a step of this kind never has differs from whatever is expected; a name that no step has
 * is an error of the file.
 */
const Expect = z
  .strictObject({
    outcome: z.enum(['approve', 'partial', 'deny']).optional(),
    reason: z.string().optional(),
    version: z.int().optional(),
    discount: z.int().optional(),
    subsidy: z.int().optional(),
    shares: Shares.optional(),
    delivery: z.int().optional(),
    operator: z.int().optional(),
    fee: z.int().optional(),
    selfPay: z.int().optional(),
    flag: z.string().nullable().optional(),
    walletLeft: z.int().optional(),
    voucherLeft: z.int().optional(),
    budgetLeft: z.int().optional(),
    postings: Postings.optional(),
    refund: z.int().optional(),
    meals: z.int().optional(),
    weeks: z.array(z.string()).optional(),
    topUps: z.array(z.strictObject({ forMonth: MonthText, amount: z.int(), expiresOn: DateText })).optional(),
    topUpTotal: z.int().optional(),
    lapsed: z.int().optional(),
    issued: z.int().optional(),
    grant: z.int().optional(),
    paid: z.int().optional(),
  })
  .optional();

const Meal = z.strictObject({
  kind: z.literal('meal'),
  on: DateText,
  at: TimeText.optional(),
  period: Period,
  price: Fen,
  menu: Menu,
  channel: Channel,
  deliveryFee: Fen.default(0),
  uploadedOn: DateText.optional(),
  ...Who,
  expect: Expect,
});

const PaidBefore = { insurancePaid: Fen.default(0), otherPublicPaid: Fen.default(0) };

const DayCare = z.strictObject({
  kind: z.literal('day_care'),
  on: DateText,
  at: TimeText.optional(),
  minutes: z.int().min(1).max(1440),
  ...PaidBefore,
  ...Who,
  expect: Expect,
});

const InstitutionBill = z.strictObject({
  kind: z.literal('institution_bill'),
  on: DateText,
  bill: Fen,
  ...PaidBefore,
  ...Who,
  expect: Expect,
});

const NoShow = z.strictObject({ kind: z.literal('no_show'), on: DateText, ...Who, expect: Expect });
const Cancel = z.strictObject({
  kind: z.literal('cancel'),
  on: DateText,
  cause: z.enum(['hospital', 'customer']),
  ...Who,
  expect: Expect,
});

const Fact = z.strictObject({
  kind: z.literal('fact'),
  learnedOn: DateText,
  set: PersonFactsText,
  ...Who,
  expect: Expect,
});

const Tick = z.strictObject({
  kind: z.literal('tick'),
  on: DateText,
  ...Who,
  expect: Expect,
});

const Count = z.int().min(0).max(100_000_000);

const Grant = z.strictObject({
  kind: z.literal('grant'),
  scheme: z.string(),
  month: MonthText.optional(),
  meals: Count.optional(),
  openDays: Count.optional(),
  averageDinersTenths: Count.optional(),
  star: z.int().min(0).max(5).optional(),
  openMonths: Count.optional(),
  canteenMonths: Count.optional(),
  grants: z
    .array(z.strictObject({ scheme: z.string(), amount: Fen }))
    .min(1)
    .max(20)
    .optional(),
  ...Who,
  expect: Expect,
});

export const Step = z.discriminatedUnion('kind', [Meal, DayCare, InstitutionBill, NoShow, Cancel, Fact, Tick, Grant]);

export type Step = z.infer<typeof Step>;
export type MealStep = z.infer<typeof Meal>;
export type CareStep = z.infer<typeof DayCare> | z.infer<typeof InstitutionBill>;
export type AbsenceStep = z.infer<typeof NoShow> | z.infer<typeof Cancel>;
export type FactStep = z.infer<typeof Fact>;
export type GrantStep = z.infer<typeof Grant>;

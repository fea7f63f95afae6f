import { z } from 'zod';
import { BenefitSection, MealSection } from './meal-schema.js';
import { Amount, Cel, Code, DateText, Fen, Name, Sourced, Text } from './schema-parts.js';

/** A number with its unit and legal source. Money is fen, rates are bp. A list is read by index: `param.dayRate[level]`. */
const Parameter = z.strictObject({
  unit: z.enum(['fen', 'bp', 'count', 'years', 'minutes', 'days', 'months', 'tenths', 'date']),
  value: z.int().optional(),
  /** The same parameter at different times inside one version. */
  values: z
    .array(z.strictObject({ from: DateText, value: z.int() }))
    .min(1)
    .max(40)
    .optional(),
  list: z.array(z.int()).min(1).max(20).optional(),
  ...Sourced,
});

/** What a city may set differently without a new pack. */
const Setting = z.strictObject({
  values: z
    .array(z.union([z.string(), z.int()]))
    .min(2)
    .max(20)
    .optional(),
  min: z.int().optional(),
  max: z.int().optional(),
  default: z.union([z.string(), z.int()]),
  ...Sourced,
});

const Wallet = z.strictObject({
  /** What falls due on the first of a month; read with that day's facts. The largest that applies is issued. */
  monthlyLot: z
    .array(z.strictObject({ id: Name, ages: z.string().optional(), when: Cel.optional(), amount: Amount, ...Sourced }))
    .min(1)
    .max(20),
  eligible: Cel,
  /** Months after the lot's month in whose last day it ends. */
  expiresAfterMonths: z.int().min(0).max(24),
  /** Categories whose late approval adds top-up lots back to the month of application. */
  topUpFor: z.array(Name).max(20).default([]),
  ...Sourced,
});

const Voucher = z.strictObject({
  amount: Amount,
  eligible: Cel,
  application: Name,
  /** The first voucher comes within so many working days after the day of approval. */
  firstWithinWorkingDays: z.int().min(0).max(60),
  ...Sourced,
});

const Grant = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('steps'),
    input: Name,
    steps: z
      .array(z.strictObject({ upTo: z.int().optional(), fenEach: Fen }))
      .min(1)
      .max(20),
    cap: Fen.optional(),
    needs: z
      .array(z.strictObject({ input: Name, atLeast: z.int() }))
      .max(5)
      .default([]),
    ...Sourced,
  }),
  z.strictObject({
    kind: z.literal('bands'),
    input: Name,
    bands: z
      .array(z.strictObject({ moreThan: z.int(), fen: Fen }))
      .min(1)
      .max(20),
    ...Sourced,
  }),
  z.strictObject({ kind: z.literal('each'), input: Name, fen: Fen, ...Sourced }),
  z.strictObject({
    kind: z.literal('grades'),
    input: Name,
    grades: z
      .array(z.strictObject({ grade: z.int(), fen: Fen }))
      .min(1)
      .max(20),
    needs: z
      .array(z.strictObject({ input: Name, atLeast: z.int() }))
      .max(5)
      .default([]),
    /** From this grade on the conditions hold, otherwise it counts as the lower one. */
    demotion: z
      .strictObject({
        fromGrade: z.int(),
        toGrade: z.int(),
        needs: z
          .array(z.strictObject({ input: Name, atLeast: z.int() }))
          .min(1)
          .max(5),
      })
      .optional(),
    ...Sourced,
  }),
  z.strictObject({ kind: z.literal('highest'), ...Sourced }),
]);

export const PackDocument = z.strictObject({
  language: z.literal(1),
  pack: Code,
  ruleVersion: z.int().min(1).max(999),
  title: Text,
  place: z.strictObject({
    province: Code.optional(),
    city: Code.optional(),
    district: Code.optional(),
    town: Code.optional(),
  }),
  effective: z.strictObject({ from: DateText, to: DateText.optional() }),
  sources: z.record(
    Name,
    z.strictObject({
      title: z.string().min(1).max(200),
      url: z.string().max(400).optional(),
      mark: z.string().max(60),
    }),
  ),
  /** Readings of the text that a newcomer would question. */
  readings: z.array(Text).max(40).default([]),
  ageReached: z.enum(['birthday', 'day_after', 'month', 'next_month']).default('birthday'),
  settings: z.record(Name, Setting).default({}),
  /** Settings of cities that follow this pack with other numbers. */
  profiles: z
    .record(Name, z.strictObject({ title: Text, settings: z.record(Name, z.union([z.string(), z.int()])), ...Sourced }))
    .default({}),
  /** The profile whose settings this version takes instead of the defaults. */
  profile: Name.optional(),
  parameters: z.record(Name, Parameter).default({}),
  predicates: z.record(Name, z.strictObject({ when: Cel, ...Sourced })).default({}),
  meal: MealSection.optional(),
  care: BenefitSection.optional(),
  wallet: Wallet.optional(),
  voucher: Voucher.optional(),
  grants: z.record(Name, Grant).default({}),
  /** How often operators are paid; a month where the pack says nothing. */
  statements: z.strictObject({ every: z.enum(['month', 'quarter']), ...Sourced }).optional(),
  texts: z.strictObject({ reasons: z.record(z.string(), Text).default({}) }).default({ reasons: {} }),
});

export type PackDocument = z.infer<typeof PackDocument>;
export type GrantDocument = z.infer<typeof Grant>;
export type WalletDocument = z.infer<typeof Wallet>;
export type VoucherDocument = z.infer<typeof Voucher>;

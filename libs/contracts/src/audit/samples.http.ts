import { z } from 'zod';
import { Id } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

const MOST_ITEMS = 10_000;
const Fen = z.int().min(0).max(100_000_000_000_000);
const SignedFen = z.int().min(-10_000_000_000).max(10_000_000_000);

/** Per cent. */
export const Confidence = z.literal([80, 90, 95, 98, 99]);
export type Confidence = z.infer<typeof Confidence>;

/** How sure, how exact, and what share of errors is expected; a share that nobody knows is 5,000 bp. */
const Precision = z.strictObject({
  confidence: Confidence,
  marginBp: z.int().min(10).max(5_000),
  expectedBp: z.int().min(1).max(9_999).default(5_000),
});

/** An amount of errors that could still be borne, and the one that is expected. */
const Tolerance = z.strictObject({
  confidence: Confidence,
  tolerableFen: Fen.min(1),
  expectedFen: Fen.default(0),
});

/** Body of `POST v1/sample-sizes`: only counted, nothing is drawn. */
export const AskSampleSize = z.discriminatedUnion('of', [
  Precision.extend({ of: z.literal('items'), population: z.int().min(1).max(1_000_000_000) }),
  Tolerance.extend({ of: z.literal('money'), populationFen: Fen.min(1) }),
]);
export type AskSampleSize = z.infer<typeof AskSampleSize>;

/** `formula` names what was counted with, and where it comes from. */
export const SampleSize = z
  .object({ items: z.int(), intervalFen: z.int().nullable(), formula: z.string(), source: z.string() })
  .meta({ id: 'AuditSampleSize' });
export type SampleSize = z.infer<typeof SampleSize>;

const Size = z.union([z.strictObject({ items: z.int().min(1).max(MOST_ITEMS) }), Precision]);

export const SampleDesign = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('random'), size: Size }),
  z.strictObject({
    kind: z.literal('stratified'),
    by: z.enum(['amount', 'site', 'town', 'district']),
    /** For strata of amounts: where each but the first begins, in fen, rising. */
    bounds: z.array(Fen).max(50).default([]),
    /** By number of items, or by number and spread of amounts. */
    allocation: z.enum(['proportional', 'neyman']).default('proportional'),
    size: Size,
  }),
  Tolerance.extend({ kind: z.literal('monetary_unit') }),
]);
export type SampleDesign = z.infer<typeof SampleDesign>;

/** Body of `POST v1/samples`: the population is what a saved query finds below `snapshot` (left out: what is there now). */
export const AskSample = z.strictObject({
  name: z.string().trim().min(1).max(100),
  savedQueryId: Id,
  snapshot: z
    .string()
    .regex(/^(0|[1-9]\d{0,17})$/)
    .optional(),
  design: SampleDesign,
  /** 32 bytes in hexadecimal. Left out, it is thrown and recorded. The same seed and snapshot draw the same sample. */
  seed: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});
export type AskSample = z.infer<typeof AskSample>;

const Stratum = z.object({ stratum: z.string(), items: z.int(), valueFen: z.int(), drawn: z.int() });

export const SampleView = z
  .object({
    sampleId: Id,
    name: z.string(),
    savedQueryId: Id,
    filter: z.record(z.string(), z.string()),
    snapshot: z.string(),
    design: SampleDesign,
    seed: z.string(),
    askedBy: z.string(),
    askedAt: z.string(),
    state: z.enum(['waiting', 'running', 'drawn', 'failed']),
    failure: z.string().nullable(),
    population: z.object({ items: z.int(), valueFen: z.int() }).nullable(),
    strata: z.array(Stratum),
    intervalFen: z.int().nullable(),
    progress: z.object({ checked: z.int(), errors: z.int(), total: z.int() }),
    /** The events of the population. */
    eventsUrl: z.string(),
  })
  .meta({ id: 'AuditSample' });
export type SampleView = z.infer<typeof SampleView>;

export const SamplePage = pageOf(SampleView).meta({ id: 'AuditSamplePage' });
export type SamplePage = z.infer<typeof SamplePage>;

export const SampleListQuery = z.strictObject(PageQuery.shape);
export type SampleListQuery = z.infer<typeof SampleListQuery>;

export const CheckResult = z.enum(['ok', 'error']);
export type CheckResult = z.infer<typeof CheckResult>;

export const SampleItemQuery = z.strictObject({
  ...PageQuery.shape,
  state: z.enum(['open', 'ok', 'error']).optional(),
});
export type SampleItemQuery = z.infer<typeof SampleItemQuery>;

export const SampleItemView = z
  .object({
    itemNo: z.int(),
    journalIndex: z.string(),
    eventId: Id.nullable(),
    stratum: z.string(),
    amountFen: z.int(),
    /** The latest check; earlier ones are kept. */
    check: z
      .object({
        result: CheckResult,
        errorFen: z.int(),
        note: z.string().nullable(),
        checkedBy: z.string(),
        checkedAt: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'AuditSampleItem' });
export type SampleItemView = z.infer<typeof SampleItemView>;

export const SampleItemPage = pageOf(SampleItemView).meta({ id: 'AuditSampleItemPage' });
export type SampleItemPage = z.infer<typeof SampleItemPage>;

const Check = z.discriminatedUnion('result', [
  z.strictObject({ itemNo: z.int().min(1), result: z.literal('ok'), note: z.string().max(1_000).optional() }),
  z.strictObject({
    itemNo: z.int().min(1),
    result: z.literal('error'),
    /** Too much is positive, too little negative; 0 for an error without an amount. */
    errorFen: SignedFen,
    note: z.string().max(1_000).optional(),
  }),
]);

/** Body of `POST v1/samples/{id}/checks`. */
export const RecordChecks = z.strictObject({ checks: z.array(Check).min(1).max(200) });
export type RecordChecks = z.infer<typeof RecordChecks>;

export const ProjectionQuery = z.strictObject({
  confidence: z
    .enum(['80', '90', '95', '98', '99'])
    .default('95')
    .transform((text) => Number(text) as Confidence),
});
export type ProjectionQuery = z.infer<typeof ProjectionQuery>;

const Interval = z.object({
  method: z.enum(['mean_per_unit', 'ratio', 'stratified', 'monetary_unit']),
  projectedFen: z.int(),
  /** Null where the method gives an upper limit only. */
  lowFen: z.int().nullable(),
  highFen: z.int(),
});

/** What the errors found say of the whole population. Only when every item is checked: what was checked first is no random sample. */
export const SampleProjection = z
  .object({
    sampleId: Id,
    confidence: Confidence,
    population: z.object({ items: z.int(), valueFen: z.int() }),
    found: z.object({ errors: z.int(), errorFen: z.int() }),
    /** Share of items with an error, with the exact interval of Clopper and Pearson; of a random sample only. */
    rate: z.object({ bp: z.int(), lowBp: z.int(), highBp: z.int() }).nullable(),
    amounts: z.array(Interval),
  })
  .meta({ id: 'AuditSampleProjection' });
export type SampleProjection = z.infer<typeof SampleProjection>;

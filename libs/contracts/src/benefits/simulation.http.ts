import { z } from 'zod';
import {
  Code,
  DateField,
  FenField,
  Id,
  InstantField,
  MonthField,
  ReasonCode,
  SignedFenField,
} from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

/** A whole month that is over, replayed as if the version had held all through it. */
export const SimulationRequest = z.strictObject({ month: MonthField }).meta({ id: 'SimulationRequest' });
export type SimulationRequest = z.infer<typeof SimulationRequest>;

export const SimulationListQuery = PageQuery;

const Cost = z.object({ beforeFen: z.int(), afterFen: z.int() });

const SampleSide = z.object({
  outcome: z.enum(['approve', 'partial', 'deny']),
  reason: ReasonCode,
  subsidyFen: FenField,
  selfPayFen: FenField,
});

/** What the month would have cost and who would have paid what. Budgets are left out: money that runs short would hide the need. */
export const SimulationResult = z.object({
  people: z.int(),
  /** Persons who would have paid less, or more, over the month. */
  winners: z.int(),
  losers: z.int(),
  gainedFen: z.int(),
  lostFen: z.int(),
  claims: z.int(),
  changedClaims: z.int(),
  /** What the version could not decide for want of a calendar, a site or facts; it counts as unchanged. */
  undecided: z.int(),
  selfPay: Cost,
  publicMoney: Cost,
  byFunder: z.array(Cost.extend({ funder: Code })),
  byArea: z.array(Cost.extend({ level: z.enum(['district', 'town']), area: Code, winners: z.int(), losers: z.int() })),
  byReason: z.array(z.object({ before: ReasonCode, after: ReasonCode, claims: z.int(), selfPayFen: z.int() })),
  /** By how much per person and month, in steps; `upToFen` null = more than the step before. */
  bySize: z.array(z.object({ upToFen: z.int().nullable(), winners: z.int(), losers: z.int() })),
  /** The largest changes, for people to look at. */
  samples: z.array(
    z.object({
      claimId: Id,
      personId: Id,
      siteId: Code,
      serviceDate: DateField,
      /** Of the self-pay: negative = the diner would have paid less. */
      differenceFen: SignedFenField,
      before: SampleSide,
      after: SampleSide,
    }),
  ),
});
export type SimulationResult = z.infer<typeof SimulationResult>;

export const SimulationView = z
  .object({
    simulationId: Id,
    policyId: Id,
    sha256: z.string(),
    month: MonthField,
    state: z.enum(['queued', 'running', 'done', 'cancelled', 'failed']),
    requestedBy: z.string(),
    requestedAt: InstantField,
    finishedAt: InstantField.nullable(),
    peopleDone: z.int(),
    /** Known once it runs. */
    peopleInAll: z.int().nullable(),
    problem: z.string().nullable(),
    /** So far, while it runs. */
    result: SimulationResult,
  })
  .meta({ id: 'SimulationView' });
export type SimulationView = z.infer<typeof SimulationView>;

export const SimulationPage = pageOf(SimulationView).meta({ id: 'SimulationPage' });

import { z } from 'zod';
import { Code, DecisionStep, FenField, Id, InstantField, SignedFenField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { ProposalState } from './payee.http.js';

/** `2026-06` or `2026`: the time whose meals and days are counted. */
export const GrantPeriod = z.string().regex(/^20\d\d(-(0[1-9]|1[0-2]))?$/, 'must be YYYY-MM or YYYY');
/** As packs name their grants: `monthly_steps`. */
export const GrantScheme = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/);
const SchemeOf = z.strictObject({ packId: Code, scheme: GrantScheme });

/** Of several schemes only the one that gives most is paid. Counts come from what was served; the stars come from an inspection. */
export const ProposeGrant = z
  .strictObject({
    grantId: Id,
    siteId: Code,
    period: GrantPeriod,
    schemes: z
      .array(SchemeOf)
      .min(1)
      .max(5)
      .refine(
        (list) => new Set(list.map(({ packId, scheme }) => `${packId}/${scheme}`)).size === list.length,
        'a scheme is named twice',
      ),
    funder: Code,
    star: z.int().min(1).max(5).optional(),
  })
  .meta({ id: 'ProposeGrant' });
export type ProposeGrant = z.infer<typeof ProposeGrant>;

/** What a scheme would give, and how. */
export const GrantCandidate = z.object({
  packId: Code,
  scheme: GrantScheme,
  fen: FenField,
  steps: z.array(DecisionStep).max(50),
});
export type GrantCandidate = z.infer<typeof GrantCandidate>;

export const GrantView = z
  .object({
    grantId: Id,
    siteId: Code,
    period: GrantPeriod,
    funder: Code,
    packId: Code,
    scheme: GrantScheme,
    /** What was counted: meals, openDays, averageDinersTenths and so on. */
    inputs: z.record(z.string(), z.int()),
    candidates: z.array(GrantCandidate).max(5),
    totalFen: FenField,
    /** Confirmed before for the same period. */
    beforeFen: FenField,
    /** What this one adds; negative when less is due than was confirmed. */
    amountFen: SignedFenField,
    state: ProposalState,
    proposed: z.object({ by: z.string(), at: InstantField }),
    decided: z.object({ by: z.string(), at: InstantField }).nullable(),
    transactionId: Id.nullable(),
  })
  .meta({ id: 'Grant' });
export type GrantView = z.infer<typeof GrantView>;

export const GrantListQuery = PageQuery.extend({
  siteId: Code.optional(),
  period: GrantPeriod.optional(),
  state: ProposalState.optional(),
});
export type GrantListQuery = z.infer<typeof GrantListQuery>;
export const GrantPage = pageOf(GrantView).meta({ id: 'GrantPage' });

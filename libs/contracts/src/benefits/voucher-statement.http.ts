import { z } from 'zod';
import { Code, DateField, FenField, Id, InstantField, MonthField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

const MOST_ROWS = 500;
const Reference = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/);
const unique = (names: readonly string[]): boolean => new Set(names).size === names.length;

/** A voucher as its issuer has it. */
const Balance = z
  .strictObject({
    personId: Id,
    month: MonthField,
    amountFen: FenField.min(1),
    balanceFen: FenField,
    reference: Reference,
  })
  .refine(({ amountFen, balanceFen }) => balanceFen <= amountFen, 'more is left than was issued');

/** What the issuer has paid of it, for which claim. */
const Redemption = z.strictObject({ reference: Reference, claimId: Id, amountFen: FenField });

/** What an issuer outside reports of its vouchers; those that nobody knows here are taken over with their balance. */
export const VoucherStatement = z
  .strictObject({
    voucherStatementId: Id,
    packId: Code,
    issuer: Code,
    asOf: DateField,
    balances: z
      .array(Balance)
      .max(MOST_ROWS)
      .refine((rows) => unique(rows.map(({ personId, month }) => `${personId} ${month}`)), 'a voucher is named twice'),
    redemptions: z
      .array(Redemption)
      .max(MOST_ROWS)
      .default([])
      .refine(
        (rows) => unique(rows.map(({ claimId, reference }) => `${claimId} ${reference}`)),
        'a redemption is named twice',
      ),
  })
  .meta({ id: 'VoucherStatement' });
export type VoucherStatement = z.infer<typeof VoucherStatement>;

/** What the second person read on paper: rows of both kinds, and the sum of what is left and what was redeemed. */
export const VoucherStatementApproval = z
  .strictObject({ rows: z.int().min(0), totalFen: FenField })
  .meta({ id: 'VoucherStatementApproval' });
export type VoucherStatementApproval = z.infer<typeof VoucherStatementApproval>;

/**
 * `balance_differs`: here something else is left; `redemption_differs`: the claim drew something else; `unknown_claim`: no live claim of that
 * id draws on a voucher; `redeemed_twice`: the issuer has paid the claim under another reference as well (`hereFen`: what it paid there);
 * `reference_reused`: it has paid another claim under this reference; `not_redeemed`: a claim of the reported vouchers for which no
 * redemption of what it drew was ever reported.
 */
export const VoucherFinding = z.object({
  kind: z.enum([
    'balance_differs',
    'redemption_differs',
    'unknown_claim',
    'redeemed_twice',
    'reference_reused',
    'not_redeemed',
  ]),
  personId: Id.nullable(),
  month: MonthField.nullable(),
  claimId: Id.nullable(),
  reference: z.string().nullable(),
  hereFen: FenField,
  thereFen: FenField,
});
export type VoucherFinding = z.infer<typeof VoucherFinding>;

export const VoucherStatementView = z
  .object({
    voucherStatementId: Id,
    packId: Code,
    issuer: Code,
    asOf: DateField,
    state: z.enum(['prepared', 'applied']),
    preparedBy: z.string(),
    preparedAt: InstantField,
    approvedBy: z.string().nullable(),
    appliedAt: InstantField.nullable(),
    rows: z.int().min(0),
    totalFen: FenField,
    /** Taken over, since they were not known here. This and what follows: as it would be, until it is applied. */
    added: z.int().min(0),
    /** Balances and redemptions that are the same here. */
    agreed: z.int().min(0),
    findings: z.array(VoucherFinding),
  })
  .meta({ id: 'VoucherStatementView' });
export type VoucherStatementView = z.infer<typeof VoucherStatementView>;

export const VoucherStatementListQuery = PageQuery;
export const VoucherStatementPage = pageOf(VoucherStatementView).meta({ id: 'VoucherStatementPage' });

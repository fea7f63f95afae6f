import { z } from 'zod';
import { FenField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

export const RefundListQuery = PageQuery.extend({ personId: Id.optional() });
export type RefundListQuery = z.infer<typeof RefundListQuery>;

/** What stands between the public side and one person, until it is paid. */
export const RefundDue = z
  .object({
    personId: Id,
    owedFen: FenField,
    refundedFen: FenField,
    toPayFen: FenField,
    owesFen: FenField,
    collectedFen: FenField,
    toCollectFen: FenField,
    since: InstantField.nullable(),
  })
  .meta({ id: 'RefundDue' });
export type RefundDue = z.infer<typeof RefundDue>;

export const RefundPage = pageOf(RefundDue).meta({ id: 'RefundPage' });

/** `refund`: money reached the person. `collect`: it came from her. The reference names the receipt or transfer. */
export const PersonPaymentRequest = z
  .strictObject({
    paymentId: Id,
    personId: Id,
    kind: z.enum(['refund', 'collect']),
    amountFen: FenField.min(1),
    reference: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/),
  })
  .meta({ id: 'PersonPaymentRequest' });
export type PersonPaymentRequest = z.infer<typeof PersonPaymentRequest>;

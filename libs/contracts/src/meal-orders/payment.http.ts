import { z } from 'zod';
import { Code, FenField, Id, InstantField } from '../events/fields.js';

export const TenderMeans = z.enum(['cash', 'card', 'code', 'meal_card']);
export type TenderMeans = z.infer<typeof TenderMeans>;

/** The number that the outside payment carries; letters and digits only, never a card number with its spaces. */
const Reference = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/);

export const TakeTender = z
  .strictObject({
    means: TenderMeans,
    /** What the till keeps of it: change is given back before. More than is due is refused with TENDER.OVER_DUE, which says what is due. */
    amountFen: FenField.min(1),
    /** Required for card, code and meal_card; cash has none. */
    reference: Reference.optional(),
    tillId: Code.optional(),
  })
  .meta({ id: 'TakeTender' });
export type TakeTender = z.infer<typeof TakeTender>;

export const TenderView = z
  .object({
    id: Id,
    orderId: Id,
    means: TenderMeans,
    amountFen: FenField,
    reference: z.string().nullable(),
    tillId: Code.nullable(),
    shiftId: Id.nullable(),
    recordedAt: InstantField,
    payment: z.object({ dueFen: FenField, paidFen: FenField, refundedFen: FenField }),
  })
  .meta({ id: 'TenderView' });
export type TenderView = z.infer<typeof TenderView>;

export const GiveRefund = z
  .strictObject({
    means: TenderMeans,
    amountFen: FenField.min(1),
    reference: Reference.optional(),
    reason: Code,
    tillId: Code.optional(),
  })
  .meta({ id: 'GiveRefund' });
export type GiveRefund = z.infer<typeof GiveRefund>;

export const RefundView = TenderView.extend({ reason: Code }).meta({ id: 'RefundView' });
export type RefundView = z.infer<typeof RefundView>;

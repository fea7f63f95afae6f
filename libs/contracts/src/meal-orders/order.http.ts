import { z } from 'zod';
import { ActChannel } from '../events/act-channel.js';
import {
  Code,
  DateField,
  DecisionStep,
  FenField,
  FunderShare,
  Id,
  InstantField,
  MealChannel,
  MealPeriod,
  ReasonCode,
  SignedFenField,
} from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { ActView } from '../http/act.js';
import { TakeTender } from './payment.http.js';

/** Made by the client, so that a resend after a lost answer or from an offline till is the same order. */
export const ClientOrderId = z.uuidv7().lowercase();

export const OrderPath = z.object({ id: Id });
export type OrderPath = z.infer<typeof OrderPath>;

export const OrderStateField = z.enum(['placed', 'delivery_failed', 'served', 'cancelled', 'no_show', 'returned']);

/** No price is accepted: the server computes every amount. */
export const PlaceOrder = z
  .strictObject({
    id: ClientOrderId,
    /** null for a guest, who pays the full price. */
    personId: Id.nullable(),
    siteId: Code,
    serviceDate: DateField,
    mealPeriod: MealPeriod,
    channel: MealChannel,
    lines: z
      .array(z.strictObject({ dishId: Id, quantity: z.int().min(1).max(50) }))
      .min(1)
      .max(50)
      .refine((lines) => new Set(lines.map((line) => line.dishId)).size === lines.length, 'a dish is listed twice'),
    /** When a till took the order, for sales that are sent later; without it that is now. Operators only. */
    takenAt: InstantField.optional(),
    tillId: Code.optional(),
    /** Through which channel the wish came; left out, the one that goes with the work of whoever acts. */
    via: ActChannel.optional(),
    /** true: the meal is already in the diner's hands, so it is recorded and flagged, whatever is sold out or closed. Operators only. */
    handedOver: z.boolean().default(false),
    /**
     * Payment in the same call; without `amountFen` it is the whole self-pay. Of a sale that is told later (`takenAt`) the receipt
     * stands, up to the full price. Operators only.
     */
    tender: TakeTender.omit({ tillId: true }).partial({ amountFen: true }).optional(),
  })
  .meta({ id: 'PlaceOrder' });
export type PlaceOrder = z.infer<typeof PlaceOrder>;

export const OrderPrice = z.object({
  /** All portions, without the delivery fee. */
  grossFen: FenField,
  deliveryFeeFen: FenField,
  discountFen: FenField,
  subsidyFen: FenField,
  /** Public money towards the delivery fee. */
  deliverySubsidyFen: FenField,
  /** What the diner pays; final once it was shown. gross + delivery fee = discount + subsidies + self-pay + difference. */
  selfPayFen: FenField,
  /** Decided self-pay minus the self-pay on the receipt. The diner neither pays nor gets it. */
  differenceFen: SignedFenField,
  shares: z.array(FunderShare),
});

export const OrderDecision = z.object({
  /** `provisional`: worked out here; `decided`: the word of the benefits service (or nothing to decide: a guest). */
  status: z.enum(['provisional', 'decided']),
  outcome: z.enum(['approve', 'partial', 'deny']),
  reason: ReasonCode,
  packId: Code.nullable(),
  ruleVersion: z.string().nullable(),
  steps: z.array(DecisionStep),
});

export const OrderView = z
  .object({
    id: Id,
    personId: Id.nullable(),
    siteId: Code,
    serviceDate: DateField,
    mealPeriod: MealPeriod,
    channel: MealChannel,
    state: OrderStateField,
    lines: z.array(
      z.object({
        dishId: Id,
        name: z.string(),
        quantity: z.int(),
        unitPriceFen: FenField,
        standardSet: z.boolean(),
      }),
    ),
    price: OrderPrice,
    decision: OrderDecision,
    claim: z
      .object({ id: Id, state: z.enum(['held', 'denied', 'settled', 'released', 'expired', 'reversed']) })
      .nullable(),
    payment: z.object({ dueFen: FenField, paidFen: FenField, refundedFen: FenField }),
    flags: z.array(Code),
    tillId: Code.nullable(),
    takenBy: z.enum(['operator', 'family', 'hotline', 'worker', 'self']),
    /** Who placed it; and who called it off, took it back or recorded that nobody came, null while it stands or was served. */
    placed: ActView,
    ended: ActView.nullable(),
    takenAt: InstantField,
    placedAt: InstantField,
    servedAt: InstantField.nullable(),
    endedAt: InstantField.nullable(),
    endReason: Code.nullable(),
    /** Printed on the receipt: where anybody who holds it sees that the sale was logged, and the same as a QR code (SVG). */
    receipt: z.object({ link: z.string(), qr: z.string() }),
  })
  .meta({ id: 'OrderView' });
export type OrderView = z.infer<typeof OrderView>;

export const OrderQuery = PageQuery.extend({
  siteId: Code.optional(),
  personId: Id.optional(),
  serviceDate: DateField.optional(),
  mealPeriod: MealPeriod.optional(),
  state: OrderStateField.optional(),
}).strict();
export type OrderQuery = z.infer<typeof OrderQuery>;

export const OrderPage = pageOf(OrderView).meta({ id: 'OrderPage' });
export type OrderPage = z.infer<typeof OrderPage>;

/** Acts that need nothing take `{}` or no body at all. */
export const HandOver = z
  .strictObject({
    /** When it happened, if it is sent later. */
    at: InstantField.optional(),
    /** Payment at the counter in the same call; without `amountFen` it is everything still due. */
    tender: TakeTender.partial({ amountFen: true }).optional(),
  })
  .nullish()
  .meta({ id: 'HandOver' });
export type HandOver = z.infer<typeof HandOver>;

export const FailDelivery = z.strictObject({ reason: Code, at: InstantField.optional() }).meta({ id: 'FailDelivery' });
export type FailDelivery = z.infer<typeof FailDelivery>;

export const CancelOrder = z
  .strictObject({
    reason: Code.optional(),
    /** Operators say for whom they call off; for everybody else it is the customer. */
    cause: z.enum(['customer', 'operator', 'delivery_failed']).optional(),
    /** Through which channel the wish came; left out, the one that goes with the work of whoever acts. */
    via: ActChannel.optional(),
  })
  .nullish()
  .meta({ id: 'CancelOrder' });
export type CancelOrder = z.infer<typeof CancelOrder>;

export const RecordMealNoShow = z.strictObject({}).nullish().meta({ id: 'RecordMealNoShow' });
export type RecordMealNoShow = z.infer<typeof RecordMealNoShow>;

export const ReturnOrder = z.strictObject({ reason: Code }).meta({ id: 'ReturnOrder' });
export type ReturnOrder = z.infer<typeof ReturnOrder>;

import { z } from 'zod';
import { ActChannel } from '../events/act-channel.js';
import { Code, DateField, FenField, FunderShare, Id, MealChannel, MealPeriod, ReasonCode } from '../events/fields.js';

/** What every event of an order repeats, so that a reader needs no other event to know which meal it is about. */
export const OrderRef = z.looseObject({
  orderId: Id,
  /** null for a guest: guests pay the full price and nobody claims anything. */
  personId: Id.nullable(),
  siteId: Code,
  serviceDate: DateField,
  mealPeriod: MealPeriod,
});

export const OrderLine = z.object({
  dishId: Id,
  quantity: z.int().min(1).max(50),
  unitPriceFen: FenField,
  standardSet: z.boolean(),
});

/** The price shown at placement: the local quote, provisional until `benefits` decides. */
export const OrderQuote = z.object({
  discountFen: FenField,
  subsidyFen: FenField,
  selfPayFen: FenField,
  shares: z.array(FunderShare).max(10),
  outcome: z.enum(['approve', 'partial', 'deny']),
  reason: ReasonCode,
  packId: Code.nullable(),
  ruleVersion: z.string().max(40).nullable(),
});

export const PlacedOrder = OrderRef.extend({
  channel: MealChannel,
  menu: z.enum(['set', 'alacarte']),
  lines: z.array(OrderLine).min(1).max(50),
  /** All portions, without the delivery fee. */
  grossFen: FenField,
  /** The price of the one portion that a claim may be made for (pack parameter: one portion per order). */
  claimPriceFen: FenField,
  deliveryFeeFen: FenField,
  quote: OrderQuote,
  /** RFC 3339: when the order was taken at the till; earlier than the event for offline sales. */
  takenAt: z.iso.datetime({ offset: true }),
  tillId: Code.nullable(),
  takenBy: z.enum(['operator', 'family', 'hotline', 'worker', 'self']),
  flags: z.array(Code).max(10),
  via: ActChannel.optional(),
});

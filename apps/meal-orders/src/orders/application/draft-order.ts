import { actChannelOf, actorRef } from '@doorstep/auth';
import type { LocalDate } from '@doorstep/kernel';
import { fen, uuidv7 } from '@doorstep/kernel';
import type { NewEvent } from '@doorstep/messaging';
import type { CompiledPack } from '@doorstep/policy';
import type { MealOrderData } from '../domain/meal-order.js';
import { MealOrder } from '../domain/meal-order.js';
import { MealOrderIdTakenError } from '../domain/meal-order.errors.js';
import type { Accepted } from '../domain/placement.js';
import { accept, checkDates, isPastSale } from '../domain/placement.js';
import { claimedPortion, grossOf, priceOf } from '../domain/price.js';
import { takenByOf } from './actor-at-site.js';
import { placedEvent, servedEvent, tenderEvent } from './meal-order.events.js';
import type { PaymentRow, PlacedRow } from './meal-orders.port.js';
import type { PlaceMealOrder } from './place-meal-order.command.js';
import { wishOf } from './place-meal-order.command.js';
import type { PlacementContext, SiteContext } from './placement-contexts.port.js';
import { checkPerson, OrderSiteNotFoundError } from './placement-rights.js';
import type { QuoteLimit } from './quote-limits.js';
import type { Quote } from './quote.js';
import { quote } from './quote.js';

export interface DraftSurroundings {
  readonly now: Date;
  readonly packs: readonly CompiledPack[];
  readonly limit: QuoteLimit;
  /** The open shift of the order's till, if any. */
  readonly shiftId: string | null;
}

export interface OrderDraft {
  readonly row: PlacedRow;
  /** In the order in which they happened. */
  readonly events: readonly NewEvent[];
}

/** Turns a command into an order that may be written, or throws why not. Writes nothing itself. */
export function draftOrder(command: PlaceMealOrder, context: PlacementContext, around: DraftSurroundings): OrderDraft {
  const { body, actor, meta } = command;
  const wish = wishOf(command);
  checkDates(wish, around.now);
  if (!context.site || !context.offer) throw new OrderSiteNotFoundError();
  checkPerson(body, actor, context.person);
  if (context.idTaken) throw new MealOrderIdTakenError();
  const accepted = accept(wish, context.offer, around.now);
  const deliveryFeeFen = body.channel === 'delivery' ? context.offer.site.deliveryFeeFen : 0;
  grossOf(accepted.lines); // refuses a price that no meal can have before it is quoted
  const quoted = quoteOf(command, { ...context, site: context.site }, accepted, deliveryFeeFen, around);
  const order = new MealOrder(newOrder(command, accepted, quoted, deliveryFeeFen, around.now));
  // Sent later: the receipt was written without us. At the counter of now the till is told what the meal costs.
  const offline = isPastSale(wish) && body.takenAt !== undefined;
  if (offline && body.tender?.amountFen !== undefined) order.keepReceipt(body.tender.amountFen);
  const placed = order.data;
  const tender = tenderOf(command, order, around);
  if (body.handedOver) order.handOver(placed.takenAt);
  const events = [placedEvent(placed)];
  if (tender) events.push(tenderEvent(placed, tender));
  if (body.handedOver) events.push(servedEvent(placed, placed.takenAt, 'handover'));
  return {
    row: { order: order.data, tender },
    events: events.map((event) => ({ ...event, meta })),
  };
}

/** Portions that the next order of the same batch can no longer have. */
export function takeStock(context: PlacementContext, lines: MealOrderData['lines']): void {
  for (const { dishId, quantity } of lines) {
    const dish = context.offer?.dishes?.find((candidate) => candidate.dishId === dishId);
    if (dish) dish.taken += quantity;
  }
}

function quoteOf(
  { body }: PlaceMealOrder,
  { person, claims, site }: PlacementContext & { readonly site: SiteContext },
  { lines }: Accepted,
  deliveryFeeFen: number,
  { now, packs, limit }: DraftSurroundings,
): Quote {
  const own = packs.filter(({ packId }) => packId === site.mealPackId);
  return quote({
    guest: body.personId === null,
    person,
    claims,
    site: site.facts,
    packs: own.length === 0 ? [] : [...own, ...packs.filter(({ packId }) => packId !== site.mealPackId)],
    serviceDate: body.serviceDate as LocalDate,
    mealPeriod: body.mealPeriod,
    channel: body.channel,
    lines,
    deliveryFeeFen,
    at: body.handedOver ? new Date(body.takenAt ?? now) : undefined,
    limit,
  });
}

function newOrder(
  { body, actor, waitMs }: PlaceMealOrder,
  { lines, flags }: Accepted,
  { verdict, grant, flags: quoteFlags }: Quote,
  deliveryFeeFen: number,
  now: Date,
): MealOrderData {
  return {
    id: body.id,
    personId: body.personId,
    siteId: body.siteId,
    serviceDate: body.serviceDate as LocalDate,
    mealPeriod: body.mealPeriod,
    channel: body.channel,
    state: 'placed',
    lines,
    menu: claimedPortion(lines).menu,
    price: priceOf(lines, deliveryFeeFen, grant),
    // What a receipt says is final: a meal that leaves the counter has one, paid or not.
    priceFinal: waitMs === 0 || body.handedOver || body.tender !== undefined || body.personId === null,
    verdict,
    claimId: null,
    claimState: null,
    paidFen: fen(0),
    refundedFen: fen(0),
    flags: [...flags, ...quoteFlags],
    tillId: body.tillId ?? null,
    takenBy: takenByOf(actor, body.siteId),
    placed: { by: actorRef(actor), via: actChannelOf(actor, body.via, { till: body.tillId !== undefined }) },
    ended: null,
    takenAt: body.takenAt === undefined ? now : new Date(body.takenAt),
    placedAt: now,
    servedAt: null,
    endedAt: null,
    endReason: null,
  };
}

/** A whole sale in one call is paid in it. A meal that is free needs no payment, and an amount of 0 is none. */
function tenderOf(
  { body, actor }: PlaceMealOrder,
  order: MealOrder,
  around: DraftSurroundings,
): PaymentRow | undefined {
  if (!body.tender || (body.tender.amountFen === undefined && order.dueFen === 0)) return undefined;
  const { means, reference } = body.tender;
  const amountFen = order.tender(body.tender);
  return {
    id: uuidv7(around.now.getTime()),
    orderId: body.id,
    means,
    amountFen,
    reference: reference ?? null,
    tillId: body.tillId ?? null,
    shiftId: around.shiftId,
    recordedBy: actorRef(actor),
    recordedAt: around.now,
  };
}

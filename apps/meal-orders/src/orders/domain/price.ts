import type { Fen } from '@doorstep/kernel';
import { assert, fen } from '@doorstep/kernel';
import { PriceTooHighError } from './meal-order.errors.js';

export interface Share {
  readonly funder: string;
  readonly fen: number;
}

/**
 * The sum of an order: gross + delivery fee = discount + subsidy + delivery subsidy + self-pay + difference. The difference is what
 * the decided self-pay has above the one on the receipt (ADR 0008): somebody else bears it.
 */
export interface Price {
  readonly grossFen: Fen;
  /** Price of the one portion that a claim is made for. */
  readonly claimPriceFen: Fen;
  readonly deliveryFeeFen: Fen;
  readonly discountFen: Fen;
  readonly subsidyFen: Fen;
  readonly deliverySubsidyFen: Fen;
  readonly selfPayFen: Fen;
  readonly differenceFen: Fen;
  readonly shares: readonly Share[];
}

/** What a quote or a decision grants for the claimed portion. */
export interface Grant {
  readonly discountFen: number;
  readonly subsidyFen: number;
  readonly deliverySubsidyFen: number;
  readonly shares: readonly Share[];
}

export const NO_GRANT: Grant = { discountFen: 0, subsidyFen: 0, deliverySubsidyFen: 0, shares: [] };

/** Most that one order may cost: a slip of a finger in a menu or a quantity, not a meal, costs more. */
export const MAX_ORDER_FEN = 1_000_000;

export interface PricedLine {
  readonly quantity: number;
  readonly unitPriceFen: number;
  readonly standardSet: boolean;
}

/**
 * One order subsidises one portion: the dearest standard set, or without one the dearest portion. Everything else is full price.
 */
export function claimedPortion(lines: readonly PricedLine[]): { priceFen: number; menu: 'set' | 'alacarte' } {
  const sets = lines.filter((line) => line.standardSet);
  const candidates = sets.length > 0 ? sets : lines;
  assert(candidates.length > 0, 'an order has at least one line');
  const priceFen = Math.max(...candidates.map((line) => line.unitPriceFen));
  return { priceFen, menu: sets.length > 0 ? 'set' : 'alacarte' };
}

export function grossOf(lines: readonly PricedLine[]): number {
  const gross = lines.reduce((sum, line) => sum + line.quantity * line.unitPriceFen, 0);
  if (gross > MAX_ORDER_FEN) throw new PriceTooHighError(MAX_ORDER_FEN);
  return gross;
}

/** The price before anything was shown: the diner pays what the grant leaves. */
export function priceOf(lines: readonly PricedLine[], deliveryFeeFen: number, grant: Grant): Price {
  const gross = grossOf(lines);
  const selfPay = gross + deliveryFeeFen - publicPart(grant);
  assert(selfPay >= 0, 'a grant cannot be more than the price');
  return {
    grossFen: fen(gross),
    claimPriceFen: fen(claimedPortion(lines).priceFen),
    deliveryFeeFen: fen(deliveryFeeFen),
    discountFen: fen(grant.discountFen),
    subsidyFen: fen(grant.subsidyFen),
    deliverySubsidyFen: fen(grant.deliverySubsidyFen),
    selfPayFen: fen(selfPay),
    differenceFen: fen(0),
    shares: grant.shares,
  };
}

/** The decided price. A self-pay that was shown (`final`) stays, and what it lacks or exceeds is the difference. */
export function withGrant(price: Price, grant: Grant, final: boolean): Price {
  const decided = price.grossFen + price.deliveryFeeFen - publicPart(grant);
  const selfPay = final ? price.selfPayFen : decided;
  return {
    ...price,
    discountFen: fen(grant.discountFen),
    subsidyFen: fen(grant.subsidyFen),
    deliverySubsidyFen: fen(grant.deliverySubsidyFen),
    selfPayFen: fen(selfPay),
    differenceFen: fen(decided - selfPay),
    shares: grant.shares,
  };
}

/**
 * A receipt that was written offline states its own self-pay. It stands, up to the full price, and the difference to what the
 * server works out is kept.
 */
export function withReceipt(price: Price, receiptSelfPayFen: number): Price {
  const worked = price.selfPayFen + price.differenceFen;
  return { ...price, selfPayFen: fen(receiptSelfPayFen), differenceFen: fen(worked - receiptSelfPayFen) };
}

export function fullPriceFen(price: Price): number {
  return price.grossFen + price.deliveryFeeFen;
}

function publicPart(grant: Grant): number {
  return grant.discountFen + grant.subsidyFen + grant.deliverySubsidyFen;
}

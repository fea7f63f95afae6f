import { isLocalDate, isUuid } from '@doorstep/kernel';

export interface FunderShare {
  readonly funder: string;
  readonly fen: number;
}

/** What an event can be searched and counted by. Codes, pseudonymous ids, dates and amounts only: nothing a person is known by. */
export interface EventFacts {
  readonly siteId: string | null;
  readonly area: string | null;
  readonly reason: string | null;
  readonly tillId: string | null;
  readonly mealPeriod: string | null;
  readonly serviceDate: string | null;
  readonly happenedAt: Date | null;
  /** The order or booking. */
  readonly subjectId: string | null;
  readonly claimId: string | null;
  /** Portions ordered or cooked, places, meals served: whatever the event counts. */
  readonly quantity: number | null;
  /** Public money of a claim, price of an order, money of a payment. */
  readonly amountFen: number | null;
  readonly subsidyFen: number | null;
  readonly shares: readonly FunderShare[];
}

type Members = Readonly<Record<string, unknown>>;

const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const MOMENTS = ['takenAt', 'servedAt', 'checkedInAt', 'cancelledAt', 'returnedAt', 'recordedAt', 'confirmedAt', 'at'];
const AMOUNTS = ['grossFen', 'amountFen', 'feeFen', 'differenceFen', 'totalFen'];
const MOST_SHARES = 10;
const MOST_INTEGER = 2 ** 31 - 1;

export const NO_FACTS: EventFacts = {
  ...{ siteId: null, area: null, reason: null, tillId: null, mealPeriod: null, serviceDate: null, happenedAt: null },
  ...{ subjectId: null, claimId: null, quantity: null, amountFen: null, subsidyFen: null, shares: [] },
};

/** Reads the names that contracts use. Whatever is missing, of another shape or out of range is left out: nothing is refused here. */
export function eventFactsIn(type: string, data: unknown): EventFacts {
  if (!isObject(data)) return NO_FACTS;
  const decision = isObject(data['decision']) ? data['decision'] : undefined;
  const quote = isObject(data['quote']) ? data['quote'] : undefined;
  const origin = isObject(data['origin']) ? data['origin'] : undefined;
  const shares = sharesIn((decision ?? data)['shares']);
  return {
    siteId: code(data['siteId']),
    area: code(data['area']),
    // An operator's reason for an act on messaging is free text.
    reason: type.includes('.parked-key.') ? null : reasonIn(decision, quote, data),
    tillId: code(data['tillId']),
    mealPeriod: code(data['mealPeriod']),
    serviceDate: dateIn(data['serviceDate']),
    happenedAt: momentIn(data),
    subjectId: id(data['orderId']) ?? id(data['bookingId']) ?? id(origin?.['id']),
    claimId: id(data['claimId']),
    quantity: quantityIn(data),
    amountFen: shares ? shares.reduce((sum, { fen }) => sum + fen, 0) : firstAmount(data),
    subsidyFen: amount((decision ?? quote ?? data)['subsidyFen']),
    shares: shares ?? [],
  };
}

function reasonIn(...places: readonly (Members | undefined)[]): string | null {
  for (const place of places) {
    const found = code(place?.['reason']) ?? code(place?.['cause']);
    if (found !== null) return found;
  }
  return null;
}

/** One for each funder, of which a rule may name one twice. Undefined when the event has no shares, or some that nobody can add up. */
function sharesIn(value: unknown): FunderShare[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_SHARES) return undefined;
  const shares = new Map<string, number>();
  for (const share of value as readonly unknown[]) {
    const [funder, fen] = isObject(share) ? [code(share['funder']), amount(share['fen'])] : [null, null];
    if (funder === null || fen === null) return undefined;
    shares.set(funder, (shares.get(funder) ?? 0) + fen);
  }
  return [...shares].map(([funder, fen]) => ({ funder, fen }));
}

function firstAmount(data: Members): number | null {
  for (const name of AMOUNTS) {
    const found = amount(data[name]);
    if (found !== null) return found;
  }
  return null;
}

function quantityIn(data: Members): number | null {
  const { dishes, lines, places, served } = data as {
    dishes?: unknown;
    lines?: unknown;
    places?: unknown;
    served?: unknown;
  };
  // A menu with one dish without a limit says nothing about how much was cooked.
  if (Array.isArray(dishes)) return sumOf(dishes, 'quantityLimit');
  if (Array.isArray(lines)) return sumOf(lines, 'quantity');
  return count(places) ?? count(served);
}

function sumOf(items: readonly unknown[], member: string): number | null {
  let sum = 0;
  for (const item of items) {
    const found = isObject(item) ? count(item[member]) : null;
    if (found === null) return null;
    sum += found;
  }
  return count(sum);
}

function momentIn(data: Members): Date | null {
  for (const name of MOMENTS) {
    const value = data[name];
    if (typeof value !== 'string' || value.length > 40) continue;
    const moment = new Date(value);
    const year = moment.getUTCFullYear();
    if (year >= 1850 && year <= 9998) return moment;
  }
  return null;
}

function dateIn(value: unknown): string | null {
  return typeof value === 'string' && isLocalDate(value) ? value : null;
}

export function code(value: unknown): string | null {
  return typeof value === 'string' && CODE.test(value) ? value : null;
}

function id(value: unknown): string | null {
  return typeof value === 'string' && isUuid(value) ? value : null;
}

function amount(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) <= 1e13 ? value : null;
}

export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_INTEGER ? value : null;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { uuidv7 } from '@doorstep/kernel';
import type { Members, Seed } from './rule-world.js';

/** What a rule must find, and what looks alike and is in order. */
export interface Case {
  readonly bad: readonly Seed[];
  readonly good: readonly Seed[];
}

const PLACED = 'meal-orders.meal-order.placed.v1';
const SERVED = 'meal-orders.meal-order.served.v1';
const SETTLED = 'benefits.claim.settled.v1';
const NOON = '2026-03-10T04:00:00.000Z';
const DAY = '2026-03-10';

const times = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const later = (seconds: number, from = NOON): string => new Date(Date.parse(from) + seconds * 1000).toISOString();
const lunch = (more: Members): Members => ({ serviceDate: DAY, mealPeriod: 'lunch', ...more });

function placed(time: string, more: Members, actor?: string): Seed {
  const data = lunch({ orderId: uuidv7(), personId: uuidv7(), grossFen: 1500, takenAt: time, ...more });
  return { type: PLACED, time, data, ...(actor !== undefined && { actor }) };
}
function served(time: string, more: Members): Seed {
  return { type: SERVED, time, data: lunch({ orderId: uuidv7(), personId: uuidv7(), servedAt: time, ...more }) };
}
function settled(more: Members, time = NOON): Seed {
  const origin = { kind: 'meal_order', id: (more['orderId'] as string | undefined) ?? uuidv7() };
  const data = lunch({
    claimId: uuidv7(),
    personId: uuidv7(),
    origin,
    shares: [{ funder: 'city', fen: 300 }],
    subsidyFen: 300,
    ...more,
  });
  const { orderId: _known, ...rest } = data as Members & { orderId?: string };
  return { type: SETTLED, time, data: rest };
}
const of = (type: string, data: Members, time = NOON, actor?: string): Seed => ({
  type,
  time,
  data,
  ...(actor !== undefined && { actor }),
});
const fact = (personId: string, value: Members, more: Members = {}): Seed =>
  of('registry.person.fact-recorded.v1', {
    personId,
    factId: uuidv7(),
    fact: value,
    validFrom: '2026-03-01',
    validTo: null,
    ...more,
  });
const death = (personId: string, diedOn: string): Seed => fact(personId, { kind: 'death', diedOn });
const stay = (personId: string, validFrom: string, validTo: string): Seed =>
  fact(personId, { kind: 'stay', stay: 'hospital' }, { validFrom, validTo });

const sameOrder = (...make: ((orderId: string) => Seed)[]): Seed[] => {
  const orderId = uuidv7();
  return make.map((one) => one(orderId));
};
const samePerson = (...make: ((personId: string) => Seed)[]): Seed[] => {
  const personId = uuidv7();
  return make.map((one) => one(personId));
};
const days = (count: number): string[] => times(count, (n) => `2026-04-${String(n + 1).padStart(2, '0')}`);
const refund = (actor: string, second: number, siteId: string) =>
  sameOrder(
    (orderId) =>
      of(
        'meal-orders.meal-order.tender-recorded.v1',
        { orderId, siteId, personId: uuidv7(), amountFen: 500 },
        later(second),
        'staff:till-9',
      ),
    (orderId) =>
      of(
        'meal-orders.meal-order.refund-recorded.v1',
        { orderId, siteId, personId: uuidv7(), amountFen: 500 },
        later(second + 1),
        actor,
      ),
  );
/** Amounts as trade makes them: spread over orders of magnitude. */
const grown = (n: number): number => Math.round(100 * 10 ** ((n * 0.618_034) % 1) * 10 ** (n % 3));
const twin = uuidv7();
const gap = uuidv7();
const healed = uuidv7();

export const CASES: Readonly<Record<string, () => Case>> = {
  'till-too-fast': () => ({
    bad: times(7, (n) => placed(later(n * 8), { siteId: 'fast', tillId: 'till-1' })),
    good: times(12, (n) => placed(later(n * 60), { siteId: 'slow', tillId: 'till-1' })),
  }),
  'more-meals-than-cooked': () => {
    const menu = (siteId: string, limit: number): Seed =>
      of('meal-orders.menu.published.v1', lunch({ siteId, version: 1, dishes: [{ quantityLimit: limit }] }));
    return {
      bad: [menu('short', 2), ...times(3, () => settled({ siteId: 'short' }))],
      good: [menu('enough', 3), ...times(3, () => settled({ siteId: 'enough' }))],
    };
  },
  'more-meals-than-seats': () => {
    const site = (siteId: string, places: number): Seed =>
      of('registry.site.recorded.v1', {
        siteId,
        version: 1,
        siteKind: 'canteen',
        city: 'sh',
        district: 'putuo',
        town: 'zhenru',
        places,
      });
    return {
      bad: [site('tiny', 1), ...times(5, () => settled({ siteId: 'tiny' }))],
      good: [site('roomy', 2), ...times(5, () => settled({ siteId: 'roomy' }))],
    };
  },
  'two-sites-at-once': () => ({
    bad: samePerson(
      (personId) => served(NOON, { personId, siteId: 'here' }),
      (personId) => served(later(600), { personId, siteId: 'there' }),
    ),
    good: samePerson(
      (personId) => served(NOON, { personId, siteId: 'here' }),
      (personId) => served(later(60), { personId, siteId: 'here' }),
      (personId) => served(later(7 * 3600), { personId, siteId: 'there' }),
    ),
  }),
  'claims-after-death': () => ({
    bad: samePerson(
      (id) => death(id, '2026-03-09'),
      (personId) => settled({ personId, siteId: 'late' }),
    ),
    good: samePerson(
      (id) => death(id, '2026-03-10'),
      (personId) => settled({ personId, siteId: 'late' }),
    ),
  }),
  'claims-in-hospital': () => ({
    bad: samePerson(
      (id) => stay(id, '2026-03-08', '2026-03-12'),
      (personId) => settled({ personId, siteId: 'ward' }),
    ),
    good: samePerson(
      (id) => stay(id, '2026-03-10', '2026-03-12'),
      (personId) => settled({ personId, siteId: 'ward' }),
    ),
  }),
  'meals-on-closed-days': () => {
    const closed = (siteId: string, mealPeriod: string | null): Seed =>
      of('meal-orders.menu.site-closed.v1', { siteId, serviceDate: DAY, mealPeriod, closureId: uuidv7() });
    return {
      bad: [closed('shut', null), served(NOON, { siteId: 'shut' })],
      good: [closed('evening', 'dinner'), served(NOON, { siteId: 'evening' })],
    };
  },
  'one-card-in-bulk': () => ({
    bad: samePerson(...times(5, (n) => (personId: string) => placed(later(n * 900), { personId, siteId: 'bulk' }))),
    good: samePerson(...times(4, (n) => (personId: string) => placed(later(n * 900), { personId, siteId: 'bulk' }))),
  }),
  'never-absent': () => {
    const month = (count: number) =>
      samePerson(
        ...days(count).map(
          (serviceDate) => (personId: string) =>
            settled({ personId, siteId: 'daily', serviceDate }, `${serviceDate}T04:00:00.000Z`),
        ),
      );
    return { bad: month(22), good: month(21) };
  },
  'round-amounts': () => ({
    bad: times(30, (n) => placed(later(n * 300), { siteId: 'round', grossFen: n < 20 ? 2000 : 1730 + n })),
    good: times(30, (n) => placed(later(n * 300), { siteId: 'odd', grossFen: n < 15 ? 2000 : 1730 + n })),
  }),
  'duplicate-event-ids': () => ({
    bad: times(2, () => ({ ...placed(NOON, { siteId: 'twin' }), id: twin })),
    good: times(2, () => placed(NOON, { siteId: 'twin' })),
  }),
  'numbering-gaps': () => {
    const detected = (findingId: string): Seed =>
      of('audit.finding.gap-detected.v1', { findingId, source: 'benefits/0/9' });
    return {
      bad: [detected(gap)],
      good: [detected(healed), of('audit.finding.gap-closed.v1', { findingId: healed }, later(60))],
    };
  },
  'same-second-bursts': () => ({
    bad: times(4, (n) => placed(later(n / 10), { siteId: 'burst' }, 'staff:robot')),
    good: times(4, (n) => placed(later(n), { siteId: 'burst' }, 'staff:human')),
  }),
  'self-approval': () => {
    const [own, shared] = [uuidv7(), uuidv7()];
    const act = (type: string, statementId: string, actor: string): Seed =>
      of(`benefits.statement.${type}.v1`, { statementId, siteId: 'approval' }, NOON, actor);
    return {
      bad: [act('drafted', own, 'staff:finance-1'), act('approved', own, 'staff:finance-1')],
      good: [
        act('drafted', shared, 'staff:finance-1'),
        act('checked', shared, 'staff:finance-2'),
        act('approved', shared, 'staff:finance-3'),
      ],
    };
  },
  'statements-over-claims': () => {
    const paid = (siteId: string, amountFen: number): Seed =>
      of('benefits.statement.paid.v1', { statementId: uuidv7(), siteId, amountFen });
    return {
      bad: [settled({ siteId: 'overpaid' }), paid('overpaid', 400)],
      good: [settled({ siteId: 'well-paid' }), settled({ siteId: 'well-paid' }), paid('well-paid', 640)],
    };
  },
  'refunds-by-own-hand': () => ({
    bad: times(3, (n) => refund('staff:till-9', n * 60, 'refunds')).flat(),
    good: times(3, (n) => refund('staff:manager', n * 60, 'refunds')).flat(),
  }),
  'quotes-differing': () => {
    const decided = (orderId: string, subsidyFen: number): Seed =>
      of(
        'benefits.claim.held.v1',
        lunch({
          claimId: uuidv7(),
          personId: uuidv7(),
          siteId: 'quote',
          origin: { kind: 'meal_order', id: orderId },
          decision: { reason: 'APPROVED', subsidyFen, shares: [] },
        }),
        later(1),
      );
    const quoted = (orderId: string): Seed =>
      placed(NOON, { orderId, siteId: 'quote', quote: { subsidyFen: 300, reason: 'APPROVED' } });
    return {
      bad: sameOrder(quoted, (id) => decided(id, 0)),
      good: sameOrder(
        quoted,
        (id) => decided(id, 300),
        (id) => decided(id, 0),
      ),
    };
  },
  'cancelled-after-handover': () => {
    const cancelled = (orderId: string, time: string): Seed =>
      of(
        'meal-orders.meal-order.cancelled.v1',
        lunch({ orderId, personId: uuidv7(), siteId: 'undo', cancelledAt: time, cause: 'operator' }),
        time,
      );
    return {
      bad: sameOrder(
        (orderId) => served(NOON, { orderId, siteId: 'undo' }),
        (id) => cancelled(id, later(60)),
      ),
      good: [
        ...sameOrder((id) => cancelled(id, NOON)),
        ...sameOrder((orderId) => served(NOON, { orderId, siteId: 'undo' })),
      ],
    };
  },
  'first-digits': () => ({
    bad: times(120, (n) => placed(later(n * 120), { siteId: 'invented', grossFen: n % 2 ? 7000 + n : 700 + n / 2 })),
    good: times(120, (n) => placed(later(n * 120), { siteId: 'grown', grossFen: grown(n) })),
  }),
  'settled-not-served': () => ({
    bad: [settled({ siteId: 'ghost' })],
    good: sameOrder(
      (orderId) => served(NOON, { orderId, siteId: 'ghost' }),
      (orderId) => settled({ orderId, siteId: 'ghost' }, later(1)),
    ),
  }),
  'paid-twice': () => {
    const claimId = uuidv7();
    return {
      bad: samePerson(...times(2, () => (personId: string) => settled({ personId, siteId: 'twice' }))),
      good: samePerson(
        (personId) => settled({ personId, siteId: 'twice', claimId }),
        (personId) =>
          of('benefits.claim.reversed.v1', lunch({ personId, claimId, siteId: 'twice', shares: [] }), later(1)),
        (personId) => settled({ personId, siteId: 'twice' }, later(2)),
      ),
    };
  },
};

import type { EventDefinition } from '@doorstep/contracts';
import {
  ClaimHeldV1,
  ClaimReversedV1,
  CorrectionRequestedV1,
  MealOrderPlacedV1,
  MealOrderServedV1,
  StatementApprovedV1,
  StatementCheckedV1,
  StatementDraftedV1,
  StatementPaidV1,
  StatementPaymentOrderedV1,
} from '@doorstep/contracts';
import type { JsonValue } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditWorld } from './audit-world.js';
import { openAudit, recordOf } from './audit-world.js';

const [li, wang] = [uuidv7(), uuidv7()];
const [order, other, claim, corrected, finding, statement] = Array.from({ length: 6 }, () => uuidv7()) as [
  ...[string, string, string],
  ...[string, string, string],
];
const sequences = new Map<string, number>();
const event = ({ type, topic }: EventDefinition, key: string, time: string, data: Record<string, JsonValue>) => {
  const sequence = (sequences.get(topic.owner) ?? 0) + 1;
  sequences.set(topic.owner, sequence);
  return recordOf({ topic, source: `${topic.owner}/0/35`, sequence, key, type, time, data });
};
const origin = { kind: 'meal_order', id: order };
const STATEMENT = [
  StatementDraftedV1,
  StatementCheckedV1,
  StatementApprovedV1,
  StatementPaymentOrderedV1,
  StatementPaidV1,
];
/** In another order than that of time, as services tell them. */
const told = [
  event(ClaimHeldV1, li, '2026-03-01T03:30:01.000Z', { claimId: claim, origin, siteId: 'puya' }),
  event(MealOrderServedV1, li, '2026-03-01T04:00:00.000Z', { orderId: order, siteId: 'puya' }),
  event(MealOrderPlacedV1, li, '2026-03-01T03:30:00.000Z', { orderId: order, siteId: 'puya', grossFen: 1500 }),
  event(ClaimHeldV1, li, '2026-03-20T03:00:01.000Z', { claimId: corrected, correctsClaimId: claim, origin }),
  event(ClaimReversedV1, li, '2026-03-20T03:00:00.000Z', { claimId: claim, origin }),
  event(CorrectionRequestedV1, finding, '2026-03-20T02:00:00.000Z', {
    ...{ requestId: uuidv7(), findingId: finding, claimId: claim, wanted: 're_decide', reason: 'x' },
  }),
  event(MealOrderPlacedV1, li, '2026-03-02T03:30:00.000Z', { orderId: other, siteId: 'puya', grossFen: 1500 }),
  event(MealOrderPlacedV1, wang, '2026-03-02T03:31:00.000Z', { orderId: uuidv7(), siteId: 'puya', grossFen: 1500 }),
  ...STATEMENT.map((kind, n) => event(kind, 'puya', `2026-04-0${n + 1}T02:00:00.000Z`, { statementId: statement })),
];

let world: AuditWorld;
beforeAll(async () => {
  world = await openAudit();
  await world.put(...told);
  await world.journalled(told.length, `event_time < '2026-05-01'`);
});
afterAll(() => world.close());

const page = async (path: string) => {
  const answer = await world.get(`/v1/timelines/${path}`);
  expect([path, answer.statusCode]).toEqual([path, 200]);
  return answer.json();
};
const typesIn = ({ items }: { items: { type: string }[] }) => items.map(({ type }) => type);

describe('the whole story', () => {
  it('of an order is that of its claims too, and what an auditor wanted of them, across services and in order of time', async () => {
    const whole = [
      ...[MealOrderPlacedV1, ClaimHeldV1, MealOrderServedV1],
      ...[CorrectionRequestedV1, ClaimReversedV1, ClaimHeldV1],
    ].map(({ type }) => type);
    for (const path of [`order/${order}`, `claim/${claim}`, `claim/${corrected}`])
      expect([path, typesIn(await page(path))]).toEqual([path, whole]);
    expect(typesIn(await page(`order/${other}`))).toEqual([MealOrderPlacedV1.type]);
    expect(typesIn(await page(`finding/${finding}`))).toEqual([CorrectionRequestedV1.type]);
  });

  it('of a statement goes from its draft to its payment', async () => {
    expect(typesIn(await page(`statement/${statement}`))).toEqual(STATEMENT.map(({ type }) => type));
    expect((await page(`statement/${uuidv7()}`)).items).toEqual([]);
  });

  it('of a person is paged as it was when it was opened, however much is told late', async () => {
    const whole = (await page(`person/${li}`)).items.map(({ id }: { id: string }) => id);
    expect(whole).toHaveLength(6);
    const seen: string[] = [];
    for (let cursor = '', pages = 0; cursor !== 'none'; pages++) {
      const { items, next } = await page(`person/${li}?limit=2${cursor}`);
      seen.push(...items.map(({ id }: { id: string }) => id));
      const late = ['2026-02-01', '2026-03-10', '2026-04-20'].map((day) =>
        event(MealOrderPlacedV1, li, `${day}T03:30:00.000Z`, { orderId: uuidv7(), siteId: 'puya', grossFen: 1 }),
      );
      await world.put(...late);
      await world.journalled(6 + 3 * (pages + 1), 'person_id = $1', li);
      cursor = next === null ? 'none' : `&cursor=${next}`;
    }
    expect(seen).toEqual(whole);
    expect((await page(`person/${li}`)).items.length).toBeGreaterThan(whole.length);
  });
});

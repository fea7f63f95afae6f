import type { Evidence } from '@doorstep/contracts';
import { PersonErasedV1, receiptCodeOf, TOPICS } from '@doorstep/contracts';
import type { JsonValue } from '@doorstep/kernel';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import type { ProvenRecord } from '@doorstep/verifier';
import { readVerifierKey, verifyEntry, verifyRecord } from '@doorstep/verifier';
import { nodePlatform as platform } from '@doorstep/verifier/node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditWorld } from '../audit-world.js';
import { auditor, openAudit, recordOf } from '../audit-world.js';

const clock = new FixedClock(new Date('2026-11-29T04:00:00Z'));
const [registry, benefits] = ['registry/0/91', 'benefits/0/95'];
const [paid, unpaid, other, open, undone] = [1, 2, 3, 4, 5].map(() => uuidv7()) as [
  string,
  string,
  string,
  string,
  string,
];
const [claimId, orderId] = [uuidv7(), uuidv7()];
let world: AuditWorld;
let [registryNo, benefitsNo, ordersNo] = [0, 0, 0];

const ofRegistry = (key: string, type: string, data: Record<string, JsonValue>) =>
  recordOf({
    topic: TOPICS.registryPerson,
    source: registry,
    sequence: ++registryNo,
    key,
    type,
    data: { personId: key, ...data },
  });
const ofBenefits = (key: string, event: string, data: Record<string, JsonValue>) =>
  recordOf({
    topic: TOPICS.benefitsClaim,
    source: benefits,
    sequence: ++benefitsNo,
    key,
    type: `benefits.claim.${event}.v1`,
    data,
  });
const erased = (key: string, evidenceUntil: string) =>
  ofRegistry(key, PersonErasedV1.type, { erasureId: uuidv7(), erasedAt: '2026-11-28T00:00:00.000Z', evidenceUntil });

const birth = [paid, unpaid, other].map((key) =>
  ofRegistry(key, 'registry.person.fact-recorded.v1', {
    factId: uuidv7(),
    fact: { kind: 'birth', bornOn: '1941-03-12' },
  }),
);
const origin = { kind: 'meal_order', id: orderId };
const settled = ofBenefits(paid, 'settled', { claimId, origin, amountFen: 300 });
const denied = ofBenefits(paid, 'denied', { claimId: uuidv7(), amountFen: 0 });
const denials = ofBenefits(unpaid, 'denied', { claimId: uuidv7(), amountFen: 0 });

beforeAll(async () => {
  world = await openAudit({ clock, env: { PATROL_MS: '50' } });
  await world.put(...birth, settled, denied, denials);
  await world.journalled(6, `event_time = '2026-11-23T04:00:00Z'`);
});
afterAll(() => world.close());

const evidenceOf = async ({ id }: { id: string }, headers: Record<string, string> = {}): Promise<Evidence> => {
  const answer = await world.inject({ method: 'GET', url: `/v1/evidence?eventId=${id}`, headers, as: auditor });
  return answer.json().items[0];
};
const proven = (record: { id: string }): Promise<Evidence> =>
  eventually(async () => {
    const evidence = await evidenceOf(record);
    if (evidence.proof === null) throw new Error('there is no proof yet');
    return evidence;
  });
const keys = async () => [readVerifierKey((await world.get('/log/vkey', null)).body.trim(), platform)];
const bytesLeft = async (personId: string) => {
  const text = `SELECT count(*)::integer AS n FROM journal JOIN record_key USING (key_id)
    WHERE record_key.person_id = $1 AND bytes IS NOT NULL`;
  return (await world.sql(text, personId))[0].n;
};

describe('a person who was erased', () => {
  it('and was never paid loses key and bytes at once; every proof stays valid', async () => {
    const before = await proven(denials);
    await world.put(erased(unpaid, '2031-12-31'));
    await eventually(async () => (await evidenceOf(denials)).erased);
    await eventually(async () => (await bytesLeft(unpaid)) === 0);
    const after = await proven(denials);
    expect(after).toMatchObject({ bytes: null, salt: null, erased: true, entry: before.entry });
    await verifyEntry(Buffer.from(after.entry), after.proof as string, await keys(), platform);
    const held = await world.sql(
      'SELECT wrapped, destroyed_at IS NOT NULL AS gone FROM record_key WHERE person_id = $1',
      unpaid,
    );
    expect(held).toEqual([{ wrapped: null, gone: true }]);
    // What is searched by stays: codes, pseudonyms and amounts.
    const { items } = (await world.get(`/v1/events?personId=${unpaid}`)).json();
    const shown = items
      .map(({ type, erased: gone, document }: Record<string, unknown>) => [type, gone, document !== null])
      .sort();
    expect(shown).toEqual([
      ['benefits.claim.denied.v1', true, false],
      // Says nothing of what they were or did; until when evidence may be kept must be known as long as there is any.
      [PersonErasedV1.type, false, true],
      ['registry.person.fact-recorded.v1', true, false],
    ]);
  });

  it('and was paid keeps restricted evidence of that alone, opened by auditors who say why', async () => {
    await proven(settled);
    await world.put(erased(paid, '2031-12-31'));
    await eventually(async () => (await evidenceOf(settled)).erased);
    await eventually(async () => (await bytesLeft(paid)) === 1);
    expect(await evidenceOf(settled)).toMatchObject({ bytes: null, salt: null, erased: true });
    const purpose = { 'x-purpose': 'court-order' };
    const opened = await evidenceOf(settled, purpose);
    expect(Buffer.from(opened.bytes as string, 'base64')).toEqual(settled.bytes);
    await verifyRecord(opened as ProvenRecord, await keys(), platform);
    // Facts and refusals prove no payment: their bytes are gone for everybody.
    for (const gone of [birth[0], denied])
      expect(await evidenceOf(gone as { id: string }, purpose)).toMatchObject({ bytes: null, erased: true });
    const asAdmin = await world.inject({
      method: 'GET',
      url: `/v1/evidence?eventId=${settled.id}`,
      headers: purpose,
      as: { roles: ['administrator'] },
    });
    expect(asAdmin.json().items[0]).toMatchObject({ bytes: null, erased: true });
    const looks = (await world.get('/v1/look-ups?kind=evidence&limit=200')).json().items;
    expect(looks.some(({ purpose: why }: { purpose: string | null }) => why === 'court-order')).toBe(true);
    const files = [
      `/v1/exports/events?format=ndjson&personId=${paid}`,
      `/v1/exports/events?format=package&personId=${paid}`,
    ];
    for (const url of files) expect((await world.get(url)).body).not.toContain(settled.bytes.toString('base64'));
  });

  const orderOf = (key: string, id: string) =>
    recordOf({
      ...{ source: 'meal-orders/0/97', sequence: ++ordersNo, key, type: 'meal-orders.meal-order.placed.v1' },
      data: { orderId: id, personId: key, grossFen: 1500 },
    });
  const stateOf = async (record: { id: string }, headers?: Record<string, string>) => {
    const { erased: isErased, restricted, bytes } = await evidenceOf(record, headers);
    return [isErased, restricted, bytes !== null];
  };
  const [KEPT, GONE] = [
    [true, true, false],
    [true, false, false],
  ];
  const keysOf = (personId: string) =>
    world.sql(
      `SELECT destroyed_at IS NOT NULL AS destroyed, restricted_at IS NOT NULL AS restricted FROM record_key WHERE person_id = $1 ORDER BY key_id`,
      personId,
    );

  it('and had something open keeps it restricted, and as evidence once it is paid', async () => {
    const [sale, undecided, claim] = [uuidv7(), uuidv7(), uuidv7()];
    const of = { claimId: claim, origin: { kind: 'meal_order', id: sale } };
    const [placed, waiting] = [orderOf(open, sale), orderOf(open, undecided)];
    const [held, refused] = [ofBenefits(open, 'held', of), ofBenefits(open, 'denied', { claimId: uuidv7() })];
    await world.put(placed, waiting, held, refused, erased(open, '2031-12-31'));
    await world.journalled(5, 'person_id = $1', open);
    await eventually(async () => (await keysOf(open))[0].restricted && (await bytesLeft(open)) === 3);
    expect([await stateOf(placed), await stateOf(waiting), await stateOf(held)]).toEqual([KEPT, KEPT, KEPT]);
    expect(await stateOf(refused)).toEqual(GONE);
    const settledLater = ofBenefits(open, 'settled', { ...of, amountFen: 300 });
    await world.put(settledLater);
    await proven(settledLater);
    expect(await stateOf(settledLater)).toEqual(KEPT);
    const { items } = (await world.get(`/v1/events?personId=${open}&type=benefits.claim.settled.v1`)).json();
    expect(items).toMatchObject([{ erased: true, document: null, facts: { claimId: claim, amountFen: 300 } }]);
    const opened = await evidenceOf(settledLater, { 'x-purpose': 'court-order' });
    expect(opened).toMatchObject({ erased: false, restricted: true });
    await verifyRecord(opened as ProvenRecord, await keys(), platform);
    // Whoever counts the numbers of the source finds it erased, and not lost.
    const page = `/v1/records?source=${encodeURIComponent(benefits)}&fromSequence=${settledLater.sequence}&toSequence=${settledLater.sequence}`;
    expect((await world.get(page)).json()).toEqual({ items: [], next: null });
    const receipt = (await world.get(`/receipts/${receiptCodeOf(sale)}`, null)).json();
    expect(receipt.entries.map((entry: Evidence) => [entry.erased, entry.restricted])).toEqual(
      receipt.entries.map(() => [true, true]),
    );
    // What was never decided goes when it is called off.
    await world.put(
      recordOf({
        ...{ source: 'meal-orders/0/97', sequence: ++ordersNo, key: open, type: 'meal-orders.meal-order.cancelled.v1' },
        data: { orderId: undecided },
      }),
    );
    await eventually(async () => (await bytesLeft(open)) === 3);
    expect([await stateOf(waiting), await stateOf(settledLater)]).toEqual([GONE, KEPT]);
    expect(await keysOf(open)).toEqual([{ destroyed: false, restricted: true }]);
  });

  it('and whose open claim was not paid in the end is forgotten with it', async () => {
    const of = { claimId: uuidv7(), origin: { kind: 'meal_order', id: uuidv7() } };
    const held = ofBenefits(undone, 'held', of);
    await world.put(held, erased(undone, '2031-12-31'));
    await eventually(async () => (await stateOf(held)).join() === KEPT?.join());
    await world.put(ofBenefits(undone, 'released', of));
    await eventually(async () => (await bytesLeft(undone)) === 0);
    await eventually(async () => (await keysOf(undone))[0].destroyed);
    expect(await stateOf(held)).toEqual(GONE);
  });

  it('and of whom nothing was left is not opened by what comes later: paid claims are kept, the rest goes', async () => {
    expect(await bytesLeft(unpaid)).toBe(0);
    const refused = ofBenefits(unpaid, 'denied', { claimId: uuidv7() });
    await world.put(refused);
    await eventually(async () => (await keysOf(unpaid)).length === 2 && (await bytesLeft(unpaid)) === 0);
    expect(await stateOf(refused)).toEqual(GONE);
    const late = ofBenefits(unpaid, 'settled', { claimId: uuidv7(), amountFen: 100 });
    await world.put(late);
    await proven(late);
    expect(await stateOf(late)).toEqual(KEPT);
    expect((await evidenceOf(late, { 'x-purpose': 'court-order' })).bytes).toBe(late.bytes.toString('base64'));
    expect((await keysOf(unpaid)).at(-1)).toEqual({ destroyed: false, restricted: true });
    const until = 'SELECT kept_until::text AS until FROM erasure WHERE person_id = $1';
    await eventually(async () => (await world.sql(until, unpaid))[0].until === '2031-12-31');
  });

  it('loses the evidence too when its retention has ended', async () => {
    clock.set(new Date('2032-01-01T04:00:00Z'));
    await eventually(async () => (await bytesLeft(paid)) === 0);
    const after = await evidenceOf(settled, { 'x-purpose': 'court-order' });
    expect(after).toMatchObject({ bytes: null, salt: null, erased: true });
    await verifyEntry(Buffer.from(after.entry), after.proof as string, await keys(), platform);
    expect(await world.sql('SELECT 1 FROM record_key WHERE person_id = $1 AND wrapped IS NOT NULL', paid)).toEqual([]);
  });

  it('is nobody else, and nothing else of a record changes', async () => {
    expect(await world.patrolled()).toEqual([]);
    expect((await evidenceOf(birth[2] as { id: string })).erased).toBe(false);
    await expect(world.sql('SELECT journal_erase($1, $2)', other, [])).rejects.toThrow('was not erased');
    await expect(world.sql('UPDATE journal SET bytes = NULL')).rejects.toThrow('append-only');
    await expect(world.sql('DELETE FROM journal WHERE person_id = $1', paid)).rejects.toThrow('append-only');
  });
});

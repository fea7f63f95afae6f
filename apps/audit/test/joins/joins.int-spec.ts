import { createHash } from 'node:crypto';
import { TOPICS } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunningJoins } from '../../src/joins/application/running-joins.js';
import type { AuditWorld } from '../audit-world.js';
import { auditor, openAudit, recordOf } from '../audit-world.js';
import { unzipped } from '../exports/unzipped.js';

const source = 'benefits/0/91';
const [li, wang, zhao] = [uuidv7(), uuidv7(), uuidv7()];
const orderId = uuidv7();
let world: AuditWorld;
let sequence = 0;
const reversed = uuidv7();

const claim = (key: string, event: string, serviceDate: string, more: object = {}) =>
  recordOf({
    topic: TOPICS.benefitsClaim,
    ...{ source, key, sequence: ++sequence },
    type: `benefits.claim.${event}.v1`,
    data: { claimId: uuidv7(), serviceDate, siteId: 'puya', amountFen: 300, ...more },
  });

beforeAll(async () => {
  world = await openAudit();
  await world.put(
    claim(li, 'settled', '2026-03-09'),
    claim(li, 'settled', '2026-03-10'),
    claim(li, 'settled', '2026-03-11'),
    claim(li, 'settled', '2026-04-01', { amountFen: 500 }),
    claim(li, 'held', '2026-04-02'),
    claim(wang, 'settled', '2026-03-20', { origin: { kind: 'meal_order', id: orderId } }),
    claim(zhao, 'settled', '2026-03-20', { claimId: reversed }),
    claim(zhao, 'reversed', '2026-03-20', { claimId: reversed }),
  );
  await world.journalled(8, `event_time = '2026-11-23T04:00:00Z'`);
});
afterAll(() => world.close());

const join = (query: string, payload: string, as: object = auditor) =>
  world.inject({ method: 'POST', url: `/v1/joins?${query}`, payload, headers: { 'content-type': 'text/csv' }, as });
/** One character of the id is another. */
const slip = (id: string): string => `${id.slice(0, 35)}${id[35] === '0' ? '1' : '0'}`;

describe("an auditor's list", () => {
  it('is compared with what was paid: exact, near and by reference, inside of the dates and beside them', async () => {
    const list = [
      'person_id,reference,from,to',
      `${li},,2026-03-10,`,
      `${slip(wang)},,2026-03-01,2026-03-31`,
      `,${orderId},2026-03-20,`,
      `${zhao},,2026-03-01,`,
      `${uuidv7()},,2026-03-01,`,
    ].join('\r\n');
    const answer = await join('kind=deceased&nearDays=1', `\uFEFF${list}`);
    expect(answer.statusCode).toBe(200);
    const { rows, totals, joinId, keptUntil } = answer.json();
    expect([joinId, keptUntil]).toEqual([null, null]);
    expect(rows).toMatchObject([
      {
        line: 2,
        match: 'exact',
        claims: 2,
        amountFen: 800,
        nearClaims: 2,
        firstOn: '2026-03-11',
        lastOn: '2026-04-01',
      },
      { line: 3, match: 'near', personId: wang, given: slip(wang), claims: 1, amountFen: 300 },
      { line: 4, match: 'reference', personId: wang, claims: 0, nearClaims: 1, nearAmountFen: 300 },
      { line: 5, match: 'exact', claims: 0, nearClaims: 0 },
      { line: 6, match: 'none', personId: null, claims: 0, eventsUrl: null },
    ]);
    expect(rows[0].claimIds).toHaveLength(2);
    expect(totals).toEqual({
      ...{ rows: 5, matched: 3, near: 1, withClaims: 2, claims: 3, amountFen: 1_100, nearAmountFen: 900 },
    });
    const { items } = (await world.get(rows[0].eventsUrl.replace('/audit', ''))).json();
    expect(items).toHaveLength(4);
  });

  it('is noted by its hash and kept nowhere', async () => {
    const list = `person_id,from\n${li},2026-03-10\n`;
    await join('kind=moved_away', list, { ...auditor, subject: 'joiner' });
    const [look] = (await world.get('/v1/look-ups?by=staff:joiner')).json().items;
    expect(look.question).toMatchObject({
      kind: 'moved_away',
      listSha256: createHash('sha256').update(list).digest('hex'),
    });
    expect(JSON.stringify(look)).not.toContain(li);
    expect(await world.sql('SELECT * FROM kept_join')).toEqual([]);
  });

  it('is kept when asked for, until its time is over', async () => {
    const kept = (
      await join('kind=hospital_stay&keepDays=30', `person_id,from,to\n${li},2026-03-09,2026-03-12`)
    ).json();
    expect(kept.rows).toMatchObject([{ claims: 2, nearClaims: 1 }]);
    expect((await world.get(`/v1/joins/${kept.joinId}`)).json()).toEqual(kept);
    expect((await world.get(`/v1/joins/${kept.joinId}?format=csv`)).body).toContain(kept.rows[0].claimIds[0]);
    await world.sql(`UPDATE kept_join SET kept_until = now() - interval '1 second'`);
    expect((await world.get(`/v1/joins/${kept.joinId}`)).json().code).toBe('AUDIT.JOIN_NOT_FOUND');
  });

  it('gives a file for a spreadsheet', async () => {
    const answer = await join('kind=other&format=csv', `person_id,from\n${li},2026-03-10`);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = answer.body.trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFF"行号 line"/);
    expect(lines[1]).toContain(`,"exact","${li}",2,800,`);
    expect(JSON.parse(decodeURIComponent(answer.headers['x-doorstep-filter'] as string))).toMatchObject({
      ...{ kind: 'other', nearDays: 3 },
    });
  });

  it.each([
    ['csv-zip', 'about.csv'],
    ['xlsx', 'xl/worksheets/notes.xml'],
  ])('as %s says in the file what was asked, of which list and below which snapshot', async (format, about) => {
    const list = `person_id,from\n${li},2026-03-10`;
    const answer = await join(`kind=other&nearDays=5&format=${format}`, list);
    const text = String(unzipped(answer.rawPayload).get(about));
    const sha256 = createHash('sha256').update(list).digest('hex');
    for (const said of ['filter kind', 'filter nearDays', sha256, answer.headers['x-doorstep-snapshot'] as string])
      expect(text).toContain(said);
  });

  it('with bad rows is refused as a whole, each with its line', async () => {
    const answer = await join('kind=other', `person_id,from\n${li},2026-03-10\nLi,2026-03-10\n${li},2026-13-01`);
    expect(answer.json()).toMatchObject({
      status: 422,
      code: 'AUDIT.JOIN_ROWS',
      errors: [
        { pointer: '/3/person_id', code: 'NOT_AN_ID', line: 3 },
        { pointer: '/4/from', code: 'NOT_A_DATE', line: 4 },
      ],
    });
  });

  it.each([
    ['kind=other', 'name,from\nLi,2026-03-10', 'AUDIT.JOIN_LIST'],
    ['kind=other', `person_id,from\n${`${li},2026-03-10\n`.repeat(5_001)}`, 'AUDIT.JOIN_LIST'],
    ['kind=friends', 'person_id,from\n', 'HTTP.VALIDATION'],
    ['kind=other&keepDays=366', 'person_id,from\n', 'HTTP.VALIDATION'],
    ['kind=other&nearDays=-1', 'person_id,from\n', 'HTTP.VALIDATION'],
  ])('%s of %#. kind is refused', async (query, list, code) => {
    expect((await join(query, list)).json()).toMatchObject({ status: 422, code });
  });

  it('waits for two others, which is told at once', async () => {
    const running = world.app.get(RunningJoins, { strict: false });
    const list = `person_id,from\n${li},2026-03-10\n`;
    const places = [running.take(), running.take()];
    expect((await join('kind=deceased', list)).json()).toMatchObject({ status: 409, code: 'AUDIT.JOINS_BUSY' });
    for (const giveBack of places) giveBack();
    // Every comparison gives its place back, also one that fails.
    for (let n = 0; n < 3; n++) expect((await join('kind=deceased', list)).statusCode).toBe(200);
  });

  it('is limited in size, and for auditors', async () => {
    expect((await join('kind=other', 'x'.repeat(1_100_000))).statusCode).toBe(413);
    expect((await join('kind=other', 'person_id,from', { roles: ['administrator'] })).statusCode).toBe(403);
    expect((await world.get(`/v1/joins/${uuidv7()}`)).json().code).toBe('AUDIT.JOIN_NOT_FOUND');
  });
});

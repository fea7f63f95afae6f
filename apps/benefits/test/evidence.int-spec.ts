import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EvidenceReport } from '@doorstep/contracts';
import { PersonErasedV1 } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../src/service.js';
import { elderEvents, expectClaims, order, placed, served, siteEvents } from './support/city.js';
import { brokenInvariants } from './support/invariants.js';

const ADMIN = { subject: 'admin-1', roles: ['administrator' as const], scope: { all: true } };
const AUDITOR = { subject: 'auditor-1', roles: ['auditor' as const], scope: { all: true } };
const clock = new FixedClock(new Date('2026-09-15T04:00:00Z'));
let service: TestService;
let owner: pg.Client;
let app: pg.Client;

beforeAll(async () => {
  service = await startTestService(benefits, { clock });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  app = new pg.Client({ connectionString: service.database.appUrl });
  await owner.connect();
  await app.connect();
  await service.publish(...siteEvents());
  await eventually(async () => (await owner.query('SELECT FROM site')).rowCount !== 0);
});
afterAll(async () => {
  await owner.end();
  await app.end();
  await service.close();
});

const counted = async (sql: string, personId: string): Promise<number> =>
  (await owner.query<{ n: number }>(`SELECT count(*)::integer AS n ${sql}`, [personId])).rows[0]?.n ?? NaN;
const factsOf = (personId: string) => counted('FROM person_fact WHERE person_id = $1', personId);
const basesOf = (personId: string) =>
  counted(
    `FROM claim_decision JOIN claim USING (claim_id) WHERE person_id = $1 AND steps <> '[]' AND fact_ids <> '{}'`,
    personId,
  );
const end = async (): Promise<EvidenceReport> =>
  (await service.inject({ method: 'POST', url: '/v1/evidence/ends', as: ADMIN })).json<EvidenceReport>();

async function erased(evidenceUntil: string): Promise<string> {
  const personId = uuidv7();
  const meal = order(personId);
  await service.publish(...elderEvents(personId));
  await eventually(async () => (await factsOf(personId)) === 4);
  await service.publish(placed(meal), served(meal));
  await expectClaims(service, personId, ['settled OK 300']);
  const about = { personId, erasureId: uuidv7(), erasedAt: '2026-09-15T04:00:00.000Z', evidenceUntil };
  await service.publish(newEvent(PersonErasedV1, personId, about));
  await eventually(async () => (await counted('FROM erased_person WHERE person_id = $1', personId)) === 1);
  return personId;
}

it('what claims of erased people rest on is kept until its last day, then destroyed; amounts and the books stay', async () => {
  const [first, second] = [await erased('2026-09-20'), await erased('2026-09-30')];
  expect(await end()).toEqual({ items: [], waiting: 2, nextOn: '2026-09-21' });
  clock.set(new Date('2026-09-20T04:00:00Z'));
  await end();
  expect([await factsOf(first), await basesOf(first)]).toEqual([4, 1]);
  // Nobody can do it earlier, nor to anybody else, nor change a basis in any other way.
  const early = app.query('SELECT destroy_evidence($1, $2)', [first, '2026-09-20']);
  await expect(early).rejects.toThrow('nothing of this person may be destroyed');
  await expect(app.query('SELECT destroy_evidence($1, $2)', [uuidv7(), '2026-12-31'])).rejects.toThrow(
    'may be destroyed',
  );
  await app.query(`SET doorstep.erasing = 'on'`);
  await expect(app.query(`UPDATE claim_decision SET steps = '[]'`)).rejects.toThrow('permission denied');
  await expect(owner.query(`UPDATE claim_decision SET steps = '[]'`)).rejects.toThrow('append-only');

  clock.set(new Date('2026-09-20T17:00:00Z'));
  const reports = await Promise.all([end(), end()]);
  for (const report of reports) expect(report).toMatchObject({ waiting: 1, nextOn: '2026-10-01' });
  expect((await end()).items).toEqual([{ endedOn: '2026-09-21', persons: 1, facts: 4, decisions: 1 }]);
  expect([await factsOf(first), await basesOf(first)]).toEqual([0, 0]);
  expect([await factsOf(second), await basesOf(second)]).toEqual([4, 1]);
  expect(await counted('FROM person WHERE person_id = $1 AND facts IS NULL', first)).toBe(1);
  const left = 'FROM claim WHERE person_id = $1 AND subsidy_fen = 300';
  expect(await counted(left, first)).toBe(1);
  expect(await brokenInvariants(owner)).toEqual([]);
});

it('is reported to auditors, and ended by administrators only', async () => {
  const report = await service.inject({ method: 'GET', url: '/v1/evidence', as: AUDITOR });
  expect(Object.keys(report.json<EvidenceReport>()).sort()).toEqual(['items', 'nextOn', 'waiting']);
  expect((await service.inject({ method: 'POST', url: '/v1/evidence/ends', as: AUDITOR })).statusCode).toBe(403);
});

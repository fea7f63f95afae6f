import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { ClaimReversedV1, PARTITIONS, PersonMergedV1, PersonRegisteredV1, PersonUnmergedV1 } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import { addDays, FixedClock, partitionOf, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../../src/service.js';
import { elderEvents, expectClaims, fact, order, placed, served, siteEvents } from '../support/city.js';
import { brokenInvariants } from '../support/invariants.js';

const AT = '2026-09-15T04:00:00.000Z';
const clock = new FixedClock(new Date(AT));
let service: TestService;
let owner: pg.Client;

beforeAll(async () => {
  service = await startTestService(benefits, { clock });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  await service.publish(...siteEvents());
});
afterAll(async () => {
  await owner.end();
  await service.close();
});
afterEach(async () => expect(await brokenInvariants(owner)).toEqual([]));

/** Two files that two consumers may have at once: they lie in different partitions. */
function twoFiles(): readonly [string, string] {
  const partition = (personId: string) => partitionOf(personId, PARTITIONS.person);
  const one = uuidv7();
  let other = uuidv7();
  while (partition(other) === partition(one)) other = uuidv7();
  return [one, other];
}
const merged = ([into, other]: readonly [string, string], mergeId: string) =>
  newEvent(PersonMergedV1, other, {
    ...{ personId: other, intoPersonId: into, mergeId, mergedOn: '2026-09-15', recordedAt: AT },
    reason: 'same_id_number',
  });
const unmerged = ([from, other]: readonly [string, string], mergeId: string) =>
  newEvent(PersonUnmergedV1, other, {
    ...{ personId: other, fromPersonId: from, mergeId, recordedAt: AT },
    reason: 'error',
  });
const known = (files: readonly string[], facts: number) =>
  eventually(
    async () =>
      (await owner.query('SELECT FROM person_fact WHERE person_id = ANY($1::uuid[])', [files])).rowCount === facts,
  );

it('a merge and its undoing are heard, and told with what they change', async () => {
  const files = twoFiles();
  await service.publish(...files.flatMap((personId) => elderEvents(personId)));
  await known(files, 8);
  const [one, other] = files;
  const [first, second] = [order(one), order(other, { siteId: 'minfeng' })];
  await service.publish(placed(first), served(first));
  await expectClaims(service, one, ['settled OK 300']);
  clock.advance(60_000); // whoever was decided first stays
  await service.publish(placed(second), served(second));
  await expectClaims(service, other, ['settled OK 300']);
  const mergeId = uuidv7();
  await service.publish(merged(files, mergeId));
  await expectClaims(service, other, ['reversed OK 300', 'denied DUP_PERIOD 0']);
  await expectClaims(service, one, ['settled OK 300']);
  await eventually(async () => {
    const told = (await service.events(ClaimReversedV1)).filter(({ key }) => key === other);
    expect(told).toMatchObject([{ actor: 'client:test', causationid: expect.any(String) }]);
    return true;
  });
  await service.publish(unmerged(files, mergeId));
  await expectClaims(service, other, ['reversed OK 300', 'denied DUP_PERIOD 0', 'settled OK 300']);
});

it('lots and top-ups that both files were given count once while they are one person, and again afterwards', async () => {
  const files = twoFiles();
  const place = { province: 'shanxi', city: 'taiyuan', district: 'xinghualing', town: 'jiancaoping' };
  const hardship = { kind: 'application', for: 'dibao', appliedOn: '2026-08-05', approvedOn: '2026-09-03' } as const;
  const facts = (personId: string) => [
    newEvent(PersonRegisteredV1, personId, { personId, recordedAt: AT }),
    fact(personId, { kind: 'birth', bornOn: '1941-03-12' }),
    fact(personId, { kind: 'residence', place }),
  ];
  await service.publish(...files.flatMap(facts));
  await known(files, 4);
  const ran = await service.inject({ method: 'PUT', url: '/v1/entitlement-days/2026-09-01' });
  expect(ran.statusCode).toBe(200);
  await service.publish(...files.map((personId) => fact(personId, hardship, '2026-08-05')));
  const lots = async (): Promise<string[]> => {
    const { rows } = await owner.query<{ line: string }>(
      `SELECT concat_ws(' ', kind, for_month, amount_fen, count(*)) AS line FROM allowance WHERE person_id = ANY($1::uuid[])
       GROUP BY kind, for_month, amount_fen ORDER BY 1`,
      [files],
    );
    return rows.map(({ line }) => line);
  };
  await eventually(async () => {
    expect(await lots()).toEqual(['monthly 8000 2', 'topup 2026-08 3000 2', 'topup 2026-09 3000 2']);
    return true;
  });
  // 5 yuan each: thirty lunches need more than the 140 yuan of one file. All of them after the approval, since top-ups pay for nothing before.
  const meals = Array.from({ length: 30 }, (_, ahead) =>
    order(files[ahead % 2] as string, {
      ...{
        siteId: 'tiejiang',
        serviceDate: addDays('2026-09-16' as LocalDate, ahead),
        grossFen: 800,
        claimPriceFen: 800,
      },
      lines: [{ dishId: uuidv7(), quantity: 1, unitPriceFen: 800, standardSet: true }],
    }),
  );
  const drawn = (fen: number, meanwhile: string) =>
    eventually(async () => {
      const { rows } = await owner.query<{ fen: number }>(
        `SELECT coalesce(sum(subsidy_fen), 0)::int AS fen FROM claim WHERE person_id = ANY($1::uuid[]) AND state = 'held'`,
        [files],
      );
      if (rows[0]?.fen !== fen) throw new Error(`${meanwhile}: ${rows[0]?.fen} fen`);
      return true;
    });
  await service.publish(...meals.map(placed));
  await drawn(15_000, 'apart');
  const mergeId = uuidv7();
  await service.publish(merged(files, mergeId));
  await drawn(14_000, 'as one');
  await service.publish(unmerged(files, mergeId));
  await drawn(15_000, 'apart again');
});

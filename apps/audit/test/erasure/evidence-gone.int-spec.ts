import { PersonErasedV1, TOPICS } from '@doorstep/contracts';
import type { Evidence } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import { eventually, testEnvironment } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { AuditWorld } from '../audit-world.js';
import { openAudit, recordOf } from '../audit-world.js';

const clock = new FixedClock(new Date('2026-11-29T04:00:00Z'));
const [paid, forgotten] = [uuidv7(), uuidv7()];
const erased = (personId: string, sequence: number, evidenceUntil: string) =>
  recordOf({
    ...{ topic: TOPICS.registryPerson, source: 'registry/0/91', sequence, key: personId, type: PersonErasedV1.type },
    data: { personId, erasureId: uuidv7(), erasedAt: '2026-11-28T00:00:00.000Z', evidenceUntil },
  });
const settled = recordOf({
  ...{ topic: TOPICS.benefitsClaim, source: 'benefits/0/95', sequence: 1, key: paid },
  type: 'benefits.claim.settled.v1',
  data: { personId: paid, claimId: uuidv7(), origin: { kind: 'meal_order', id: uuidv7() }, amountFen: 300 },
});
let world: AuditWorld;
beforeAll(async () => {
  world = await openAudit({ clock, env: { PATROL_MS: '50' } });
  await world.put(settled);
  await world.journalled(1, 'person_id = $1', paid);
  await world.put(erased(paid, 1, '2031-12-31'), erased(forgotten, 2, '2026-01-31'));
  await eventually(async () => (await answer()).items?.[0]?.restricted);
});
afterAll(() => world.close());

const answer = async () =>
  (await world.get(`/v1/evidence?eventId=${settled.id}`)).json() as { code?: string; items?: Evidence[] };

/** By the superuser, whom no trigger stops. */
describe('evidence of an erased person', () => {
  const asSuperuser = async (work: (superuser: Client) => Promise<void>) => {
    const url = new URL(testEnvironment().postgresUrl);
    url.pathname = new URL(world.database.ownerUrl).pathname;
    const superuser = new Client({ connectionString: url.href });
    await superuser.connect();
    try {
      await superuser.query('SET session_replication_role = replica');
      await work(superuser);
    } finally {
      await superuser.end();
    }
  };
  const KEY_GONE = `UPDATE record_key SET wrapped = NULL, destroyed_at = now() WHERE person_id = '${paid}'`;
  const BYTES_GONE = `UPDATE journal SET bytes = NULL WHERE event_id = '${settled.id}'`;
  const PUT_BACK = `UPDATE erasure SET evidence_until = '2026-01-31', kept_until = '2026-01-31' WHERE person_id = '${paid}'`;
  const MADE_UP = `INSERT INTO erasure (erasure_id, person_id, erased_at, evidence_until, noted_at)
    VALUES (gen_random_uuid(), '${paid}', now(), '2026-01-31', now())`;
  const ERASURES = `SELECT f.journal_index FROM journal_fact AS f JOIN journal_stream AS stream USING (stream_id)
    WHERE stream.type = '${PersonErasedV1.type}' AND f.person_id =`;
  it.each([
    ['its key', KEY_GONE],
    ['its bytes', BYTES_GONE],
    ['its key, after the end of its time was put back', `${PUT_BACK}; ${KEY_GONE}`],
    ['its bytes, after the end of its time was put back', `${PUT_BACK}; ${BYTES_GONE}`],
    ['its bytes, after another erasure was made up', `${MADE_UP}; ${BYTES_GONE}`],
    [
      'its bytes, after what says so in the log was taken out',
      `UPDATE journal SET bytes = NULL WHERE journal_index IN (${ERASURES} '${paid}'); ${PUT_BACK}; ${BYTES_GONE}`,
    ],
    [
      'its bytes, after an erasure of somebody else was passed off as theirs',
      `UPDATE journal SET person_id = '${paid}' WHERE journal_index IN (${ERASURES} '${forgotten}');
       UPDATE journal_fact SET person_id = '${paid}' WHERE journal_index IN (${ERASURES} '${forgotten}'); ${BYTES_GONE}`,
    ],
  ])('shows as altered when it was destroyed before its time: %s', (_what, change) =>
    asSuperuser(async (superuser) => {
      const TABLES = ['journal', 'journal_fact', 'record_key', 'erasure'];
      const persons = `('${paid}', '${forgotten}')`;
      for (const table of TABLES)
        await superuser.query(`CREATE TABLE ${table}_before AS SELECT * FROM ${table} WHERE person_id IN ${persons}`);
      try {
        await superuser.query(change);
        expect((await answer()).code).toBe('AUDIT.RECORD_ALTERED');
        const faults = await world.patrolled();
        const [{ index }] = await world.sql(
          'SELECT journal_index AS index FROM journal WHERE event_id = $1',
          settled.id,
        );
        expect(faults).toContainEqual({ journal_index: index, faults: ['record'] });
      } finally {
        for (const table of TABLES)
          await superuser.query(
            `DELETE FROM ${table} WHERE person_id IN ${persons};
             INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM ${table}_before; DROP TABLE ${table}_before`,
          );
      }
      expect((await answer()).items).toMatchObject([{ erased: true, restricted: true }]);
    }),
  );

  it('is not destroyed by us when somebody puts back the end of its time', async () => {
    await asSuperuser(async (superuser) => void (await superuser.query(PUT_BACK)));
    const until = 'SELECT evidence_until::text AS until FROM erasure WHERE person_id = $1';
    await eventually(async () => (await world.sql(until, paid))[0].until === '2031-12-31');
    expect((await answer()).items).toMatchObject([{ erased: true, restricted: true }]);
  });
});

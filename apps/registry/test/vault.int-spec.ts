import { FixedClock } from '@doorstep/kernel';
import { startTestService } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registry } from '../src/service.js';
import { elder, fileOf, personId } from './support/city.mother.js';
import { RegistryWorld, VAULT_MASTER_KEY } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  await world.import(fileOf(...[1, 2].map((number) => elder(number, { id_number: `00000019500101001${number}` }))));
});
afterAll(() => world.close());

const nameOf = async (number: number, service = world.service): Promise<unknown> => {
  const url = `/v1/people/${personId(number)}`;
  const answer = await service.inject({ method: 'GET', url, as: { roles: ['civil_affairs_clerk'] } });
  return answer.statusCode === 200 ? answer.json<{ name: { value: string } }>().name.value : answer.statusCode;
};
const restarted = (masterKey: string) =>
  startTestService(registry, {
    database: world.service.database,
    topics: world.service.topics,
    env: { VAULT_MASTER_KEY: masterKey },
  });

describe('the vault', () => {
  it('has no name, number or address lying open in any column of any table', async () => {
    const tables = await world.sql<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'vault')`,
    );
    expect(tables.length).toBeGreaterThan(15);
    for (const { name } of tables) {
      const rows = await world.sql<{ text: string }>(`SELECT row::text AS text FROM ${name} AS row`);
      const text = rows.map((row) => row.text).join('\n');
      expect([name, /演示老人|演示路|00070000001|000000195001010011/.test(text)]).toEqual([name, false]);
      expect([name, text.includes(Buffer.from('演示老人').toString('hex'))]).toEqual([name, false]);
    }
    expect(await nameOf(1)).toBe('演示老人001');
  });

  it('opens no entry that was put in the place of another, or changed by a bit', async () => {
    const keep = `CREATE TABLE kept AS SELECT * FROM vault.sealed_identity`;
    await world.sql(keep);
    await world.sql(
      `UPDATE vault.sealed_identity SET sealed = (SELECT sealed FROM kept WHERE person_id = $2) WHERE person_id = $1`,
      [personId(1), personId(2)],
    );
    expect(await nameOf(1)).toBe(500);
    await world.sql(`UPDATE vault.sealed_identity v SET sealed = set_bit(k.sealed, 200, 1 - get_bit(k.sealed, 200))
      FROM kept k WHERE k.person_id = v.person_id`);
    expect(await nameOf(2)).toBe(500);
    await world.sql(`UPDATE vault.sealed_identity v SET sealed = k.sealed FROM kept k WHERE k.person_id = v.person_id`);
    await world.sql('DROP TABLE kept');
    expect([await nameOf(1), await nameOf(2)]).toEqual(['演示老人001', '演示老人002']);
  });

  it('is not opened by another master key: the service does not even start', async () => {
    await expect(restarted(OTHER_KEY)).rejects.toThrow('VAULT_MASTER_KEY');
    await expect(restarted('short')).rejects.toThrow('VAULT_MASTER_KEY');
  });

  it('opens under a new master key as long as the former one is known', async () => {
    const service = await restarted(`${OTHER_KEY},${VAULT_MASTER_KEY}`);
    expect(await nameOf(1, service)).toBe('演示老人001');
    await service.close();
  });

  it('takes in what an older version left open, once', async () => {
    await world.sql(
      `INSERT INTO person (person_id, external_ref, registered_at, registered_by) VALUES ($1, 'R-777', now(), 'x')`,
      [personId(777)],
    );
    await world.sql(`INSERT INTO vault.person_identity VALUES ($1, '演示旧人', NULL, '13900000777', NULL, now())`, [
      personId(777),
    ]);
    const service = await restarted(VAULT_MASTER_KEY);
    expect(await nameOf(777, service)).toBe('演示旧人');
    expect(await world.sql('SELECT * FROM vault.person_identity')).toEqual([]);
    await service.close();
  });
});

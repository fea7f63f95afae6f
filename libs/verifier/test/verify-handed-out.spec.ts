import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { run, written } from './command.js';
import { checkpointOf, leafOf, newSigner, pathOf } from './sample-log.js';

const signer = newSigner();
describe('what the log handed out', () => {
  const recordOf = (sequence: number) => {
    const [bytes, salt] = [
      Buffer.from(`{"sequence":"${sequence}","source":"benefits/0/1"}`),
      Buffer.alloc(32, sequence),
    ];
    const commitment = createHash('sha256').update(salt).update(bytes).digest('base64');
    const entry = `{"commitment":"${commitment}","sequence":"${sequence}","source":"benefits/0/1"}`;
    return { source: 'benefits/0/1', sequence: String(sequence), bytes: b64(bytes), salt: b64(salt), entry };
  };
  const b64 = (bytes: Buffer) => bytes.toString('base64');
  const bare = [1, 2, 3].map(recordOf);
  const logged = bare.map(({ entry }) => Buffer.from(entry));
  const records = bare.map((record, index) => {
    const path = pathOf(index, logged.map(leafOf)).map((hash) => `${b64(hash)}\n`);
    const proof = `c2sp.org/tlog-proof@v1\nindex ${index}\n${path.join('')}\n${checkpointOf(logged, signer)}`;
    return { ...record, leafIndex: String(index), proof };
  });
  const [record] = records as [(typeof records)[0]];
  const erased = { ...record, bytes: null, salt: null };
  const check = (content: unknown) =>
    run('--record', written(typeof content === 'string' ? content : JSON.stringify(content)), '--key', signer.vkey);

  it('needs its file and the key, and no network', async () => {
    expect((await check(record)).said).toContain('verified: number 1 of benefits/0/1 is entry 0');
    expect((await run('--record', written(JSON.stringify(record)))).code).toBe(2);
    expect(await check({ ...record, salt: b64(Buffer.alloc(32, 9)) })).toMatchObject({ code: 1 });
  });

  it('may be a list, a receipt, or one record a line as in an audit package', async () => {
    const lines = (...each: unknown[]) => each.map((one) => `${JSON.stringify(one)}\n`).join('');
    const receipt = { entries: records.map(({ entry, proof }) => ({ type: 'x', entry, proof })) };
    expect(await check(receipt)).toEqual({
      code: 0,
      said: expect.stringContaining('0 records with their bytes, 3 by'),
    });
    for (const content of [{ items: [...records, erased] }, lines(...records, erased)])
      expect(await check(content)).toMatchObject({ code: 0 });
    const young = { ...record, leafIndex: '3', proof: null };
    for (const content of [{ items: [...records, erased, young] }, lines(...records, erased, young)])
      expect(await check(content)).toEqual({
        code: 3,
        said: expect.stringContaining(
          'INCOMPLETE, verified: 3 records with their bytes, 1 by their entry alone; 1 have no proof',
        ),
      });
    const forged = { ...record, bytes: records[1]?.bytes as string };
    expect((await check(lines(records[2], forged))).said).toContain('NOT VERIFIED: record 2: the bytes are not of');
    const swapped = { ...erased, entry: records[1]?.entry as string };
    expect((await check(lines(records[2], swapped))).said).toContain('record 2: the entry is not of this source');
  });

  it.each([
    ['that says it was altered', { altered: true, proof: null }, 'its row was altered'],
    ['that was robbed of it', { bytes: '', proof: null }, 'a checkpoint of 3 entries covers its entry 1'],
    ['at no place', { leafIndex: '1e9', proof: null }, 'its leafIndex is no number'],
    ['at another place than it says', { leafIndex: '2' }, 'it says that it is entry 2, and its proof is of entry 1'],
  ])('names a record without a good proof, before others or behind them: %s', async (_what, change, said) => {
    const bad = { ...records[1], ...change };
    const expected = (number: number) => ({
      code: 1,
      said: expect.stringMatching(new RegExp(`^NOT VERIFIED: record ${number}: .*${said}`)),
    });
    expect(await check({ items: [records[0], records[2], bad] })).toEqual(expected(3));
    expect(await check({ items: [bad, records[0], records[2]] })).toEqual(expected(1));
  });

  it('says that it is incomplete when it cannot know whether a record must have its proof', async () => {
    const placeless = { ...records[1], leafIndex: undefined, proof: null };
    expect(await check({ items: [records[0], placeless] })).toMatchObject({ code: 3 });
  });

  it.each([
    ['null', 'the file is no record'],
    ['vm', 'line 1 is no record'],
    ['{}', 'it has no proof'],
    ['{"proof":"x"}', 'neither bytes nor an entry'],
    ['{"proof":"x","bytes":"aa=="}', 'are missing'],
    ['{"items":[null]}', 'record 1 is no record'],
    [JSON.stringify({ ...erased, proof: null }), 'no record with a proof'],
    ['', 'no record with a proof'],
  ])('is not verified by halves: %s', async (content, said) => {
    expect(await check(content)).toEqual({ code: 1, said: expect.stringContaining(`NOT VERIFIED: `) });
    expect((await check(content)).said).toContain(said);
  });
});

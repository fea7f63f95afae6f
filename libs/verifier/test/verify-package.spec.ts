import { describe, expect, it } from '@jest/globals';
import {
  at,
  check,
  checkpoint,
  contentOf,
  COUNT,
  evidence,
  files,
  forged,
  good,
  having,
  records,
  refused,
  signer,
  whole,
} from './altered-package.js';
import { run, temporaryFolder, written } from './command.js';
import { newSigner } from './sample-log.js';
import type { PackagedFile, SampleRecord } from './sample-package.js';
import { filesOf, manifestOf, sampleRecords, tableOf, unpackedFrom, zipOf } from './sample-package.js';

describe('an audit package', () => {
  it('is verified as a whole, from the file and the key alone', async () => {
    const { code, said } = await check(good);
    expect([code, said]).toEqual([
      0,
      expect.stringContaining(`verified: ${COUNT} records with their bytes, 0 by their entry`),
    ]);
    expect(said).toContain(`the ${COUNT + 1} events below snapshot 9`);
    expect(said).toContain('filter {"siteId":"puya"}');
    expect((await run('--package', written(good))).code).toBe(2);
    expect((await run('--package', '/nowhere', '--key', signer.vkey)).code).toBe(2);
    expect(await check(good, newSigner().vkey)).toEqual(refused('no key that is trusted'));
  });

  it('may hold erased persons, records that no checkpoint covers yet, or nothing', async () => {
    const erased = { ...at(3), bytes: null, salt: null };
    expect(await check(forged(evidence(...records.with(3, erased as never))))).toMatchObject({
      code: 0,
      said: expect.stringContaining(`${COUNT - 1} records with their bytes, 1 by their entry alone`),
    });
    const young = { ...at(0), leafIndex: String(COUNT), proof: null };
    const all = filesOf([...records, young], checkpoint);
    expect(await check(forged(all, COUNT + 2))).toMatchObject({ code: 3, said: expect.stringContaining('INCOMPLETE') });
    expect(await check(forged(filesOf([], checkpoint), 1))).toMatchObject({ code: 0 });
  });

  it('may have its records in several files', async () => {
    const line = (record: SampleRecord) => `${JSON.stringify(record)}\n`;
    const divided = (...parts: (readonly SampleRecord[])[]) =>
      files.flatMap((file) =>
        file.name === 'evidence.ndjson'
          ? parts.map((part, n) => ({ name: `evidence-${n + 1}.ndjson`, content: part.map(line).join('') }))
          : [file],
      );
    const [first, second] = [records.slice(0, 12), records.slice(12)];
    expect(await check(forged(divided(first, second)))).toMatchObject({
      code: 0,
      said: expect.stringContaining(`verified: ${COUNT} records`),
    });
    expect(await check(forged(divided(second, first)))).toEqual(refused('record 1: events.csv shows'));
    const changed = second.with(3, { ...second[3], salt: records[0]?.salt } as never);
    expect(await check(forged(divided(first, changed)))).toEqual(refused('record 16: entry 15 of the log'));
    expect(await check(forged(divided(first, second).filter(({ name }) => name !== 'evidence-2.ndjson')))).toEqual(
      refused('does not list'),
    );
  });

  // Every 53rd byte, and all of the directory: whatever part it falls into, a header or a content.
  it('is not verified when any byte of it was changed', async () => {
    const places = [...good.keys()].filter((n) => n % 53 === 0 || n > good.length - 420);
    const unseen: number[] = [];
    for (const place of places) {
      const copy = Buffer.from(good);
      copy[place] = (copy[place] as number) ^ 0x10;
      // A few bits behind the end of what is deflated say nothing, to nobody.
      if ((await check(copy)).code !== 1 && unpackedFrom(copy) !== unpackedFrom(good)) unseen.push(place);
    }
    expect([places.length > 400, unseen]).toEqual([true, []]);
  });

  it('is not verified when it was cut off, or something was put before, between or behind', async () => {
    for (const length of [0, 10, 21, 22, 500, good.length - 23, good.length - 1])
      expect([length, (await check(good.subarray(0, length))).code]).toEqual([length, 1]);
    for (const changed of [Buffer.concat([good, Buffer.of(0)]), Buffer.concat([Buffer.of(0), good])])
      expect(await check(changed)).toEqual(refused('it does not end as a package does'));
    const directory = good.readUInt32LE(good.length - 6);
    const gap = Buffer.concat([good.subarray(0, directory), Buffer.alloc(7), good.subarray(directory)]);
    gap.writeUInt32LE(directory + 7, gap.length - 6);
    expect(await check(gap)).toEqual(refused('there are bytes that belong to no file'));
  });

  it.each<[string, Buffer, string]>([
    ['without a file', zipOf(whole.filter(({ name }) => name !== 'events.csv')), 'it does not hold events.csv'],
    ['without its manifest', zipOf(files), 'it does not hold manifest.json'],
    ['without a file, and its manifest agrees', forged(files.slice(0, 4)), 'manifest.json does not list'],
    ['with another file', zipOf([...whole, { name: 'more.txt', content: 'x' }]), 'it holds more.txt, which manifest'],
    [
      'with another file, and its manifest agrees',
      forged([...files, { name: 'more.txt', content: 'x' }]),
      'does not list',
    ],
    ['with a file twice', zipOf([...whole, whole[0] as PackagedFile]), 'it holds README.txt twice'],
    [
      'with a file that was changed',
      zipOf([...having('README.txt', 'HOW to verify\n'), whole[5] as PackagedFile]),
      'README.txt is not the file whose SHA-256',
    ],
    [
      'with two files that changed places',
      zipOf(
        whole.map((file) => ({
          ...file,
          name: { 'README.txt': 'dictionary.json', 'dictionary.json': 'README.txt' }[file.name] ?? file.name,
        })),
      ),
      'has another length than',
    ],
    [
      'with another checkpoint than it says',
      forged(having('checkpoint.txt', contentOf('checkpoint.txt').replace('\n20\n', '\n21\n'))),
      'checkpoint.txt is another checkpoint',
    ],
  ])('is not verified %s', async (_what, archive, said) => {
    expect(await check(archive)).toEqual(refused(said));
  });

  it.each([
    '../README.txt',
    '/etc/passwd',
    'a/b.txt',
    'C:\\x.txt',
    '.hidden',
    'README.txt\0',
    '审计.txt',
    '',
    'x'.repeat(300),
  ])('is not verified when a name leads elsewhere: %j', async (name) => {
    expect(await check(zipOf([...whole, { name, content: 'x' }]))).toEqual(
      refused('is no name of a file of a package'),
    );
  });

  it.each<[string, readonly PackagedFile[], string]>([
    [
      'that was altered',
      evidence(...records.with(7, { ...at(7), salt: at(8).salt } as never)),
      'record 8: entry 7 of the log is another one',
    ],
    [
      'that is gone',
      evidence(...records.toSpliced(7, 1)),
      'record 8: events.csv shows leafIndex "7" in its place, and not "8"',
    ],
    [
      'that is gone at the end',
      evidence(...records.slice(0, -1)),
      'events.csv shows event 00000000-0000-7000-8000-000000000019, of which',
    ],
    [
      'that is there twice',
      evidence(...records.toSpliced(7, 0, records[6] as never)),
      'record 8: events.csv shows leafIndex "7"',
    ],
    ['that was added', evidence(...records, at(0)), 'record 21: events.csv does not show it'],
    [
      'that changed places with another',
      evidence(...records.with(7, at(8) as never).with(8, at(7) as never)),
      'record 8: events.csv shows',
    ],
    [
      'whose id was changed',
      evidence(...records.with(7, { ...at(7), eventId: at(8).eventId } as never)),
      'record 8: events.csv shows id',
    ],
    [
      'that was robbed of its proof',
      evidence(...records.with(7, { ...at(7), proof: null } as never)),
      'record 8: it has no proof, though',
    ],
    ['that is no JSON', having('evidence.ndjson', `${contentOf('evidence.ndjson')}x\n`), 'record 21 is no record'],
    [
      'that was cut off',
      having('evidence.ndjson', contentOf('evidence.ndjson').slice(0, -1)),
      'the last line of evidence.ndjson has no end',
    ],
    [
      'that only the table lacks',
      having('events.csv', tableOf(records.slice(0, -1))),
      'record 20: events.csv does not show it',
    ],
    [
      'of an event that only the table lacks',
      having('events.csv', contentOf('events.csv').replace(/,"none"[^]*$/, '')),
      'events.csv shows 20 events, and manifest.json says 21',
    ],
  ])('is not verified with a record %s, though its manifest agrees', async (_what, changed, said) => {
    expect(await check(forged(changed))).toEqual(refused(said));
  });

  it('is not verified with a file that has no content at all', async () => {
    const empty = having('README.txt', '');
    const archive = zipOf([...empty, manifestOf(empty, checkpoint, COUNT + 1)], { unpacked: 'README.txt' });
    expect(await check(archive)).toEqual(refused('README.txt is not the file that was packed'));
  });

  it('is not verified with bytes behind the packed content, however many', async () => {
    const archive = zipOf(whole, { behind: Buffer.alloc(1_000_000, 1) });
    expect(await check(archive)).toEqual(refused('there are bytes behind the content of manifest.json'));
  });

  it('is a file, and so is a record', async () => {
    expect((await run('--package', temporaryFolder(), '--key', signer.vkey)).code).toBe(2);
    expect((await run('--record', temporaryFolder(), '--key', signer.vkey)).code).toBe(2);
  });

  it('takes proofs that lead to its own checkpoint only', async () => {
    const other = sampleRecords(COUNT + 1, signer);
    const changed = evidence(...records.with(7, other.records[7] as never));
    expect(await check(forged(changed))).toEqual(refused('record 8: its proof leads to another checkpoint'));
  });

  it('of a few kilobytes does not unpack to more than it says, and holds no line that fills the memory', async () => {
    const zeros = ' '.repeat(20_000_000);
    const before = process.memoryUsage.rss();
    const lies = having('evidence.ndjson', zeros, 1_000);
    expect(await check(forged(lies))).toEqual(refused('evidence.ndjson is longer than the 1000 bytes'));
    expect(await check(forged(having('evidence.ndjson', zeros)))).toEqual(
      refused('has a line that is longer than any'),
    );
    expect(await check(forged(having('README.txt', zeros)))).toEqual(
      refused('README.txt is longer than 1000000 bytes'),
    );
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
  });
});

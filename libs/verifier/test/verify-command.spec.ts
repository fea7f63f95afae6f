import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notesIn } from '../src/node/kept.js';
import { verifyCommand } from '../src/node/verify-command.js';
import {
  checkpointOf,
  entriesOf,
  filesOf,
  leafOf,
  newSigner,
  noteOf,
  ORIGIN,
  pathOf,
  type Signer,
} from './sample-log.js';

const [signer, former] = [newSigner(), newSigner()];
const entries = entriesOf(300);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'verifier-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let names = 0;
function written(content: string): string {
  const path = join(folder, `file-${names++}`);
  writeFileSync(path, content);
  return path;
}

function logFolder(files: ReadonlyMap<string, Buffer>): string {
  const root = join(folder, `log-${names++}`);
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

async function run(...args: string[]): Promise<{ code: number; said: string }> {
  let said = '';
  const add = (text: string): void => void (said += `${text}\n`);
  return { code: await verifyCommand(args, { print: add, remark: add }), said };
}

describe('a folder', () => {
  it('is verified with a key of one’s own', async () => {
    const dir = logFolder(filesOf(entries, signer));
    expect(await run('--dir', dir, '--key', signer.vkey)).toEqual({
      code: 0,
      said: expect.stringContaining('VERIFIED\n'),
    });
    expect(await run('--dir', dir, `--key=${written(`${signer.vkey}\n`)}`)).toMatchObject({ code: 0 });
    expect(await run('--dir', dir, '--key', newSigner().vkey)).toMatchObject({ code: 1 });
  });

  it('is verified with its own key only under protest', async () => {
    const { code, said } = await run('--dir', logFolder(filesOf(entries, signer)));
    expect([code, said]).toEqual([0, expect.stringContaining('The key comes from the log itself')]);
  });

  it('names the first bad entry, for people and for programs', async () => {
    const files = filesOf(entries, signer);
    (files.get('tile/0/000') as Buffer)[77 * 32] = 0;
    const dir = logFolder(files);
    expect((await run('--dir', dir, '--key', signer.vkey)).said).toContain('NOT VERIFIED: first bad entry 77');
    const { code, said } = await run('--dir', dir, '--key', signer.vkey, '--json');
    expect([code, JSON.parse(said)]).toEqual([
      1,
      expect.objectContaining({ verified: false, firstBad: 77, size: 300 }),
    ]);
  });
});

describe('kept checkpoints', () => {
  const note = (size: number, by: Signer = signer): string => checkpointOf(entries.slice(0, size), by);

  it('may be one, many in a file, or a folder of files', async () => {
    const many = join(folder, 'kept');
    mkdirSync(many);
    writeFileSync(join(many, 'checkpoint'), note(300));
    writeFileSync(
      join(many, '2026-11-23.checkpoints'),
      `${note(1)}\n${note(2)}\n${note(40)}\n${note(299).slice(0, -9)}`,
    );
    writeFileSync(join(many, 'notes.txt'), 'not a checkpoint');
    const dir = logFolder(filesOf(entries, signer));
    const { code, said } = await run(
      '--dir',
      dir,
      '--key',
      signer.vkey,
      '--previous',
      many,
      '--previous',
      written(note(7)),
    );
    expect([code, said]).toEqual([0, expect.stringContaining('compared with 5 kept checkpoints')]);
    const older = logFolder(filesOf(entries.slice(0, 290), signer));
    expect((await run('--dir', older, '--key', signer.vkey, '--previous', many)).said).toContain('first bad entry 290');
  });

  it('that nobody trusted has signed are no proof', async () => {
    const dir = logFolder(filesOf(entries, signer));
    const check = (content: string) => run('--dir', dir, '--key', signer.vkey, '--previous', written(content));
    expect(await check(note(5, newSigner()))).toMatchObject({ code: 1 });
    expect(await check('')).toEqual({ code: 1, said: expect.stringContaining('holds no checkpoint') });
  });

  it('of a former key count up to the size at which it was retired', async () => {
    const files = filesOf(entries, signer);
    files.set('keys', Buffer.from(noteOf(`${ORIGIN}\nkeys\n0 100 ${former.vkey}\n100 - ${signer.vkey}\n`, signer)));
    const dir = logFolder(files);
    const check = (size: number, ...keys: Signer[]) =>
      run('--dir', dir, ...keys.flatMap(({ vkey }) => ['--key', vkey]), '--previous', written(note(size, former)));
    expect(await check(100, signer)).toMatchObject({ code: 0 });
    expect(await check(101, signer)).toEqual({ code: 1, said: expect.stringContaining('had been retired') });
    expect(await check(101, signer, former)).toMatchObject({ code: 1 });
  });
});

it('notes that follow each other are told apart, a torn one is left out', () => {
  const [one, two] = [checkpointOf(entries.slice(0, 1), signer), checkpointOf(entries.slice(0, 2), signer, former)];
  expect(notesIn(`${one}\n${two}\n`)).toEqual([one, two]);
  expect(notesIn(one + two)).toEqual([one, two]);
  expect(notesIn(`${one}\n${two.slice(0, 60)}`)).toEqual([one]);
});

describe('over HTTP', () => {
  const files = filesOf(entries, signer);
  let server: Server;
  let url: string;
  let busy = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = (request.url ?? '').replace('/audit/log/', '');
      if (path === 'tile/0/000' && busy++ < 2) return void response.writeHead(429, { 'retry-after': '1' }).end();
      if (path.startsWith('endless/')) return void response.writeHead(200).end(Buffer.alloc(20_000_000));
      const bytes = files.get(path);
      return void response.writeHead(bytes ? 200 : 404).end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/audit/log`;
  });
  afterAll(() => void server.close());

  it('a log is verified, also when its server is busy for a while', async () => {
    expect(await run('--url', url, '--key', signer.vkey)).toMatchObject({ code: 0 });
    expect(busy).toBe(3);
  });

  it('nobody who answers is no verification, and says so', async () => {
    const { code, said } = await run('--url', 'http://127.0.0.1:1/audit/log', '--key', signer.vkey);
    expect([code, said]).toEqual([1, expect.stringMatching(/NOT VERIFIED: checkpoint cannot be fetched: \S+/)]);
  });

  it('a server that does not stop talking is left', async () => {
    const { code, said } = await run('--url', `${url}/endless`, '--key', signer.vkey);
    expect([code, said]).toEqual([1, expect.stringContaining('longer than any file of a log')]);
  });
});

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
    return { ...record, proof };
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
    const young = { ...record, proof: null };
    for (const content of [{ items: [...records, erased, young] }, lines(...records, erased, young)])
      expect(await check(content)).toEqual({
        code: 0,
        said: expect.stringContaining('verified: 3 records with their bytes, 1 by their entry alone; 1 have no proof'),
      });
    const forged = { ...record, bytes: records[1]?.bytes as string };
    expect((await check(lines(records[2], forged))).said).toContain('NOT VERIFIED: record 2: the bytes are not of');
    const swapped = { ...erased, entry: records[1]?.entry as string };
    expect((await check(lines(records[2], swapped))).said).toContain('record 2: the entry is not of this source');
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

it.each([
  ...[[], ['--dir'], ['--dir', 'a', '--url', 'b'], ['--what', 'x'], ['folder']],
  ...[
    ['--url', 'log.example'],
    ['--url', 'ftp://log.example'],
    ['--record', '/nowhere', '--key', signer.vkey],
  ],
  ['--dir', '.', '--key', signer.vkey, '--previous', '/nowhere'],
])('%j is not how it is called', async (...args) => {
  const { code, said } = await run(...(args as string[]));
  expect([code, said]).toEqual([2, expect.stringContaining('npm run audit:verify')]);
});

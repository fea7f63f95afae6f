import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { notesIn } from '../src/node/kept.js';
import { logFolder, run, temporaryFolder, written } from './command.js';
import { checkpointOf, entriesOf, entryOf, filesOf, newSigner, noteOf, ORIGIN, type Signer } from './sample-log.js';

const [signer, former] = [newSigner(), newSigner()];
const entries = entriesOf(300);
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

describe('a folder of somebody who means ill', () => {
  /** The folder with something else in the place of one file. */
  const withOther = (path: string, place: (file: string) => void): string => {
    const dir = logFolder(filesOf(entries, signer));
    rmSync(join(dir, path));
    place(join(dir, path));
    return dir;
  };

  it.each<[string, (file: string) => void, string]>([
    ['a device that never ends', (file) => symlinkSync('/dev/zero', file), 'is no plain file'],
    ['a pipe that nobody writes into', (file) => execFileSync('mkfifo', [file]), 'is no plain file'],
    ['a link to itself', (file) => symlinkSync(file, file), 'cannot be read: ELOOP'],
    ['a name for what cannot be read', (file) => symlinkSync('/proc/self/mem', file), 'cannot be read: EIO'],
  ])('%s is named and left', async (_name, place, message) => {
    for (const path of ['checkpoint', 'tile/entries/000', 'tile/0/001.p/44']) {
      const { code, said } = await run('--dir', withOther(path, place), '--key', signer.vkey);
      expect([code, said]).toEqual([1, expect.stringContaining(`NOT VERIFIED: ${path} ${message}`)]);
    }
  });
});

describe('kept checkpoints', () => {
  const note = (size: number, by: Signer = signer): string => checkpointOf(entries.slice(0, size), by);

  it('may be one, many in a file, or a folder of files', async () => {
    const many = join(temporaryFolder(), 'kept');
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

  it('that are far apart leave open which entry is the first bad one, and that is said', async () => {
    const forged = entries.map((entry, n) => (n === 77 ? entryOf(78, 'benefits/0/1', 'forged') : entry));
    const dir = logFolder(filesOf(forged, signer));
    const headOf = async (...sizes: number[]) => {
      const kept = sizes.flatMap((size) => ['--previous', written(note(size))]);
      return (await run('--dir', dir, '--key', signer.vkey, ...kept)).said.split('\n')[0];
    };
    expect(await headOf(50, 100)).toBe('NOT VERIFIED: first bad entry 50 or later');
    expect(await headOf(50, 77, 78)).toBe('NOT VERIFIED: first bad entry 77');
  });

  it('that nobody trusted has signed are no proof', async () => {
    const dir = logFolder(filesOf(entries, signer));
    const check = (content: string) => run('--dir', dir, '--key', signer.vkey, '--previous', written(content));
    expect(await check(note(5, newSigner()))).toMatchObject({ code: 1 });
    expect(await check('')).toEqual({ code: 1, said: expect.stringContaining('holds no checkpoint') });
    const strange = join(temporaryFolder(), 'strange');
    mkdirSync(join(strange, 'checkpoint'), { recursive: true });
    expect(await run('--dir', dir, '--key', signer.vkey, '--previous', strange)).toEqual({
      code: 2,
      said: expect.stringContaining('checkpoint cannot be read: EISDIR'),
    });
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

it.each([
  ...[[], ['--dir'], ['--dir', 'a', '--url', 'b'], ['--what', 'x'], ['folder']],
  ...[
    ['--url', 'log.example'],
    ['--url', 'ftp://log.example'],
    ['--record', '/nowhere', '--key', signer.vkey],
  ],
  ['--dir', '.', '--key', signer.vkey, '--previous', '/nowhere'],
  ['--dir', '.', '--key', '/'],
  ['--dir', '/nowhere', '--key', signer.vkey],
  ['--dir', '/dev/null/x', '--key', signer.vkey],
  ['--dir', '.', '--key', signer.vkey, '--wait', '-1'],
])('%j is not how it is called', async (...args) => {
  const { code, said } = await run(...(args as string[]));
  expect([code, said]).toEqual([2, expect.stringContaining('npm run audit:verify')]);
});

it('tells how it is called to whoever asks', async () => {
  for (const asked of ['--help', '-h'])
    expect(await run(asked)).toEqual({ code: 0, said: expect.stringContaining('npm run audit:verify') });
});

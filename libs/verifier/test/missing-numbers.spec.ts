import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { logFolder, run } from './command.js';
import { entriesOf, entryOf, filesOf, newSigner } from './sample-log.js';

const signer = newSigner();
const entries = entriesOf(300);

describe('numbers that are missing', () => {
  const without = (...numbers: number[]): Buffer[] => entries.filter((_, n) => !numbers.includes(n + 1));
  const numbersOf = (...numbers: number[]): Buffer[] => numbers.map((number) => entryOf(number));

  it('are told one by one with an exit code of their own', async () => {
    const dir = logFolder(filesOf(without(1, 17, 20, 21), signer));
    const { code, said } = await run('--dir', dir, '--key', signer.vkey);
    expect([code, said.split('\n')[0]]).toEqual([3, expect.stringMatching(/^INCOMPLETE: .* 4 numbers are MISSING$/)]);
    const named = ['number 1', 'number 17', 'numbers 20 to 21'].map((what) => `  - benefits/0/1: ${what}\n`);
    expect(said).toContain(named.join(''));
    const json = await run('--dir', dir, '--key', signer.vkey, '--json');
    expect([json.code, JSON.parse(json.said)]).toEqual([
      3,
      expect.objectContaining({
        ...{ verified: true, complete: false, firstBad: null },
        dropped: [
          { source: 'benefits/0/1', from: '1', to: '1' },
          { source: 'benefits/0/1', from: '17', to: '17' },
          { source: 'benefits/0/1', from: '20', to: '21' },
        ],
      }),
    ]);
  });

  it('say nothing against epochs that each begin at one, nor against what came out of order', async () => {
    const mixed = [entryOf(2), entryOf(1, 'benefits/0/2'), entryOf(1), entryOf(2, 'benefits/0/2'), entryOf(3)];
    expect(await run('--dir', logFolder(filesOf(mixed, signer)), '--key', signer.vkey)).toMatchObject({ code: 0 });
  });

  it('are the lesser fault when something was altered as well', async () => {
    const files = filesOf(without(17), signer);
    (files.get('tile/0/000') as Buffer)[77 * 32] = 0;
    expect(await run('--dir', logFolder(files), '--key', signer.vkey)).toMatchObject({ code: 1 });
  });

  it.each([
    [
      'come in by the next look, with others on their way then',
      [
        [1, 4],
        [1, 4, 2, 3, 6],
      ],
      0,
    ],
    [
      'come in one after the other',
      [
        [1, 5],
        [1, 5, 3],
        [1, 5, 3, 2],
        [1, 5, 3, 2, 4],
      ],
      0,
    ],
    [
      'do not come in',
      [
        [1, 4],
        [1, 4, 2],
        [1, 4, 2, 5],
      ],
      3,
    ],
    [
      'belong to a history that was exchanged meanwhile',
      [
        [1, 4],
        [1, 5, 2, 3, 4],
      ],
      1,
    ],
  ])('over HTTP are looked for again: they %s', async (_what, histories, expected) => {
    let looks = 0;
    const server = createServer((request, response) => {
      const path = (request.url ?? '').replace('/audit/log/', '');
      if (path === 'checkpoint') looks++;
      const numbers = histories[Math.min(looks, histories.length) - 1] ?? [];
      const bytes = filesOf(numbersOf(...numbers), signer).get(path);
      response.writeHead(bytes ? 200 : 404).end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/audit/log`;
    const { code, said } = await run('--url', url, '--key', signer.vkey, '--wait', '0');
    server.close();
    expect([code, said]).toEqual([expected, expect.stringContaining('looking again in 0 s')]);
  });
});

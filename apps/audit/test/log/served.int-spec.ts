import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@doorstep/testing';
import { openCheckpoint } from '../../src/log/domain/checkpoint.js';
import { noteVerifier } from '../../src/log/domain/signed-note.js';
import type { AuditWorld } from '../audit-world.js';
import { openAudit, recordOf } from '../audit-world.js';
import { newLogKey, ORIGIN, temporaryFolder } from './log-environment.js';

const source = 'meal-orders/0/41';
const folder = temporaryFolder();
const [keyFile, key] = [join(folder.path, 'log-key.pem'), newLogKey()];
let world: AuditWorld;
beforeAll(async () => {
  world = await openAudit({ env: { LOG_KEY: '', LOG_KEY_FILE: keyFile } });
});
afterAll(async () => {
  await world.close();
  folder.remove();
});

const get = (path: string) => world.get(`/log/${path}`, null);
const sizeOf = async (): Promise<number> => Number((await get('checkpoint')).body.split('\n')[1]);

const trouble = async () => (await world.get('/health/ready', null)).json().checks.log;

it('a service whose key is not there starts, journals and says what is missing', async () => {
  await eventually(async () => (await trouble()).detail !== undefined);
  expect(await trouble()).toMatchObject({ up: true, detail: expect.stringContaining('its key cannot be read') });
  const record = recordOf({ source: 'meal-orders/0/40', sequence: 1 });
  await world.put(record);
  await world.journalled(1, 'event_id = $1', record.id);
  expect((await get('checkpoint')).statusCode).toBe(404);
  writeFileSync(keyFile, key);
});

describe('the public log over HTTP', () => {
  it('covers a record within a second or so, and needs no sign-in', async () => {
    await eventually(async () => (await get('checkpoint')).statusCode === 200);
    const before = await sizeOf();
    await world.put(...[1, 2, 3].map((sequence) => recordOf({ source, sequence })));
    await world.journalled(3, 'stream_id IN (SELECT stream_id FROM journal_stream WHERE source = $1)', source);
    const started = performance.now();
    await eventually(async () => (await sizeOf()) === before + 3, { everyMs: 20 });
    expect(performance.now() - started).toBeLessThan(5_000);
    const vkey = (await get('vkey')).body.trim();
    expect(openCheckpoint((await get('checkpoint')).body, ORIGIN, [noteVerifier(vkey)]).size).toBe(before + 3);
    expect((await world.get('/health/ready', null)).json().checks.log).toEqual({ up: true });
  });

  it('has the types and ages that readers rely on', async () => {
    const size = await sizeOf();
    for (const path of ['checkpoint', 'vkey', 'keys']) {
      const { headers } = await get(path);
      expect([path, headers['content-type'], headers['cache-control']]).toEqual([
        path,
        'text/plain; charset=utf-8',
        'no-cache',
      ]);
    }
    const hashes = await get(`tile/0/000.p/${size}`);
    expect(hashes.rawPayload).toHaveLength(32 * size);
    const entries = await get(`tile/entries/000.p/${size}`);
    expect(entries.rawPayload.readUInt16BE()).toBe(entries.body.indexOf('}') - 1);
    for (const { headers } of [hashes, entries])
      expect(headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'cache-control': 'public, max-age=31536000, immutable',
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
      });
  });

  it.each([
    '',
    'tile',
    'tile/0',
    'tile/0/0',
    'tile/0/0000',
    'tile/0/x000/000',
    'tile/0/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/255',
    'tile/0/000.p',
    'tile/1/000.p/1',
    'tile/7/000',
    'tile/0/..%2f..%2fcheckpoint',
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e/keys',
    'checkpoint/',
    'checkpoint%00',
    'Checkpoint',
    'x'.repeat(300),
  ])('%s is not there, and no page', async (path) => {
    const answer = await get(path);
    expect(answer.statusCode).toBe(path.includes('%00') ? 400 : 404);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(!/%/.test(path) && { 'access-control-allow-origin': '*' }), // what is no path of the log at all is nobody's
    });
  });
});

describe('the key of the log, tampered with while the service runs', () => {
  let next = 1;

  it.each([
    ['is no key any more', () => writeFileSync(keyFile, 'nothing'), 'LOG_KEY holds no private key'],
    ['is broken', () => writeFileSync(keyFile, key.replace(/\n[^-]+\n/, '\nAAAA\n')), 'no Ed25519 key'],
    ['is gone', () => rmSync(keyFile), 'cannot be read'],
    ['is another one', () => writeFileSync(keyFile, newLogKey()), 'another one than signed before'],
  ])('%s: the journal goes on, checkpoints wait, readiness says it', async (_how, tamper, message) => {
    await eventually(async () => (await trouble()).detail === undefined);
    const before = await sizeOf();
    tamper();
    await eventually(async () => (await trouble()).detail !== undefined);
    expect(await trouble()).toMatchObject({ up: true, detail: expect.stringContaining(message) });
    const record = recordOf({ source: 'meal-orders/0/42', sequence: next++ });
    await world.put(record);
    await world.journalled(1, 'event_id = $1', record.id);
    expect(await sizeOf()).toBe(before);
    writeFileSync(keyFile, key);
    await eventually(async () => (await sizeOf()) > before);
    await eventually(async () => (await trouble()).detail === undefined);
  });

  it('is changed without a restart when the former one stands behind it', async () => {
    const fresh = newLogKey();
    const old = noteVerifier((await get('vkey')).body.trim());
    writeFileSync(keyFile, `${fresh}${key}`);
    await eventually(async () => {
      const verifier = noteVerifier((await get('vkey')).body.trim());
      return (
        !verifier.keyId.equals(old.keyId) && openCheckpoint((await get('checkpoint')).body, ORIGIN, [verifier, old])
      );
    });
  });
});

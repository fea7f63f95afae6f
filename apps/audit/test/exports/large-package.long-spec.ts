import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from '@doorstep/testing';
import { expect, it } from '@jest/globals';
import { ExportEvents } from '../../src/exports/application/export-events.js';
import type { AuditWorld } from '../audit-world.js';
import { openAudit, recordOf } from '../audit-world.js';
import { temporaryFolder } from '../log/log-environment.js';

const EVENTS = 100_000;
const AT_ONCE = 2_000;
const source = 'meal-orders/0/54';
/** Of the verifier: much less than the package, unpacked or not. */
const HEAP_MB = 32;

async function fill(world: AuditWorld): Promise<void> {
  const data = { note: '午餐 '.repeat(40) };
  for (let from = 1; from <= EVENTS; from += AT_ONCE)
    await world.put(...Array.from({ length: AT_ONCE }, (_, n) => recordOf({ source, sequence: from + n, data })));
  const size = async () => Number((await world.get('/log/checkpoint', null)).body.split('\n')[1]);
  await eventually(async () => (await size()) >= EVENTS, { timeoutMs: 300_000 });
  const behind = 'SELECT journal_head.next_index - fact_head.next_index AS n FROM journal_head, fact_head';
  await eventually(async () => (await world.sql(behind))[0].n === '0', { timeoutMs: 300_000 });
}

/** As an outsider runs it, in a process of its own. */
async function verify(file: string, key: string): Promise<{ code: number | null; said: string }> {
  const hook = fileURLToPath(new URL('../../../../libs/messaging/test/support/typescript-hook.mjs', import.meta.url));
  const program = fileURLToPath(new URL('../../../../libs/verifier/src/node/main.ts', import.meta.url));
  const node = ['--conditions=@doorstep/source', '--no-warnings', `--max-old-space-size=${HEAP_MB}`, '--import', hook];
  const child = spawn(process.execPath, [...node, program, '--package', file, '--key', key]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { code, said };
}

/** As its directory says. */
function unpackedBytes(archive: Buffer): number {
  let [bytes, at] = [0, archive.readUInt32LE(archive.length - 6)];
  while (archive.readUInt32LE(at) === 0x02014b50) {
    bytes += archive.readUInt32LE(at + 24);
    at += 46 + archive.readUInt16LE(at + 28);
  }
  return bytes;
}

it('a package of a hundred thousand records is written, and verified by a process with little memory', async () => {
  const folder = temporaryFolder();
  const world = await openAudit();
  try {
    await fill(world);
    const file = join(folder.path, 'package.zip');
    const exported = await world.app.get(ExportEvents, { strict: false }).open({ source }, 'package', 'staff:a');
    await pipeline(Readable.from(exported.content), createWriteStream(file));
    exported.close();
    const { code, said } = await verify(file, (await world.get('/log/vkey', null)).body.trim());
    expect([code, said]).toEqual([0, expect.stringContaining(`verified: ${EVENTS} records with their bytes`)]);
    expect(said).toContain(`the ${EVENTS} events below snapshot`);
    expect(unpackedBytes(readFileSync(file))).toBeGreaterThan(4 * HEAP_MB * 1024 * 1024);
  } finally {
    await world.close();
    folder.remove();
  }
}, 900_000);

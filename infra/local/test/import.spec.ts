import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { importFile } from '../src/commands/import.js';
import { asGateway } from './as-gateway.js';

let received: { headers: IncomingHttpHeaders; bytes: Buffer } | undefined;
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    received = { headers: request.headers, bytes: Buffer.concat(parts) };
    response.writeHead(201).end('{}');
  });
});

describe('npm run import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-import-'));
  asGateway(server);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('sends the bytes of a list as they are, so one in GBK reaches the service that refuses it', async () => {
    const file = join(folder, 'gbk.csv');
    // 张三 in GBK, which is no UTF-8.
    const bytes = Buffer.concat([
      Buffer.from('record,name,person\nperson,'),
      Buffer.from('d5c5c8fd', 'hex'),
      Buffer.from(',1\n'),
    ]);
    writeFileSync(file, bytes);
    expect(await importFile([file])).toBe(0);
    expect(received?.bytes.equals(bytes)).toBe(true);
    expect(received?.headers['content-type']).toBe('text/csv');
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 40);
    expect(received?.headers['idempotency-key']).toBe(`"import-${hash}"`);
  });

  it('says which file is missing before anything is sent', async () => {
    received = undefined;
    await expect(importFile([join(folder, 'none.csv')])).rejects.toThrow('There is no file');
    expect(received).toBeUndefined();
  });
});

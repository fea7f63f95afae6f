import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ProvenRecord } from '../src/index.js';
import { readVerifierKey, verifyEntry, verifyRecord } from '../src/index.js';
import { nodePlatform } from '../src/node/node-platform.js';
import { checkpointOf, entriesOf, leafOf, newSigner, pathOf } from './sample-log.js';

const signer = newSigner();
const keys = [readVerifierKey(signer.vkey, nodePlatform)];

function proofOf(index: number, entries: readonly Buffer[]): string {
  const path = pathOf(index, entries.map(leafOf)).map((hash) => `${hash.toString('base64')}\n`);
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${path.join('')}\n${checkpointOf(entries, signer)}`;
}

/** Record number 5 as leaf 4 of nine. */
function provenRecord(): ProvenRecord {
  const bytes = Buffer.from('{"data":{"note":"午餐"},"sequence":"5","source":"benefits/0/1"}');
  const salt = Buffer.alloc(32, 3);
  const commitment = createHash('sha256').update(salt).update(bytes).digest('base64');
  const entries = entriesOf(9);
  entries[4] = Buffer.from(`{"commitment":"${commitment}","sequence":"5","source":"benefits/0/1"}`);
  const [text, secret] = [bytes.toString('base64'), salt.toString('base64')];
  return { source: 'benefits/0/1', sequence: '5', bytes: text, salt: secret, proof: proofOf(4, entries) };
}

describe('a record with its proof', () => {
  it('is verified without any network', async () => {
    expect(await verifyRecord(provenRecord(), keys, nodePlatform)).toMatchObject({ index: 4, checkpoint: { size: 9 } });
  });

  it('may carry extra data in its proof', async () => {
    const record = provenRecord();
    const proof = record.proof.replace('index', 'extra YWdl\nindex');
    expect(await verifyRecord({ ...record, proof }, keys, nodePlatform)).toMatchObject({ index: 4 });
  });

  it.each<[string, (record: ProvenRecord) => Partial<ProvenRecord>]>([
    [
      'other bytes',
      ({ bytes }) => ({ bytes: Buffer.from(`${Buffer.from(bytes, 'base64').toString()} `).toString('base64') }),
    ],
    ['another salt', () => ({ salt: Buffer.alloc(32, 4).toString('base64') })],
    ['another number', () => ({ sequence: '6' })],
    ['another source', () => ({ source: 'benefits/0/2' })],
    ['bytes that are not base64', () => ({ bytes: 'a' })],
    ['another index', ({ proof }) => ({ proof: proof.replace('index 4', 'index 5') })],
    ['an index behind the end', ({ proof }) => ({ proof: proof.replace('index 4', 'index 9') })],
    ['a hash too few', ({ proof }) => ({ proof: proof.replace(/(index 4\n).*\n/, '$1') })],
    ['a hash too many', ({ proof }) => ({ proof: proof.replace(/(index 4\n)(.*\n)/, '$1$2$2') })],
    ['a checkpoint of somebody else', ({ proof }) => ({ proof: proof.replace(/\u2014 .*/, '\u2014 x AAAA') })],
    ['extra data that are not base64', ({ proof }) => ({ proof: proof.replace('index', 'extra a!\nindex') })],
    ['no proof', () => ({ proof: '' })],
  ])('is not verified with %s', async (_name, change) => {
    const record = provenRecord();
    await expect(verifyRecord({ ...record, ...change(record) }, keys, nodePlatform)).rejects.toThrow();
  });

  it('is found at every place of trees of every size', async () => {
    for (let size = 1; size <= 40; size++) {
      const entries = entriesOf(size);
      for (let index = 0; index < size; index += 3) {
        const verified = await verifyEntry(entries[index] as Buffer, proofOf(index, entries), keys, nodePlatform);
        expect(verified.index).toBe(index);
        const other = verifyEntry(entries[(index + 1) % size] as Buffer, proofOf(index, entries), keys, nodePlatform);
        if (size > 1) await expect(other).rejects.toThrow('another one');
      }
    }
  });
});

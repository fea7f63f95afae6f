import { describe, expect, it } from '@jest/globals';
import { firstBad, readVerifierKey, verifyLog } from '../src/index.js';
import { nodePlatform } from '../src/node/node-platform.js';
import { asFiles, checkpointOf, entriesOf, filesOf, newSigner, noteOf, ORIGIN, type Signer } from './sample-log.js';

const signer = newSigner();
const keys = [readVerifierKey(signer.vkey, nodePlatform)];
const entries = entriesOf(3);

const verify = (files: ReadonlyMap<string, Buffer>) =>
  verifyLog({ files: asFiles(files), keys, platform: nodePlatform });

describe('a checkpoint', () => {
  const signedBy = (other: Signer) => filesOf(entries, other);

  it('must be signed by a trusted key', async () => {
    await expect(verify(signedBy(newSigner()))).rejects.toThrow('no key that is trusted here has signed');
    await expect(verify(new Map())).rejects.toThrow('there is no checkpoint');
  });

  it('must not be changed by a single character', async () => {
    const note = checkpointOf(entries, signer);
    for (let at = 0; at < note.length; at++) {
      const files = signedBy(signer);
      files.set('checkpoint', Buffer.from(`${note.slice(0, at)}${note[at] === 'A' ? 'B' : 'A'}${note.slice(at + 1)}`));
      await expect(verify(files)).rejects.toThrow();
    }
  });

  const root = Buffer.alloc(32).toString('base64');
  it.each([
    ['a control character', `3\n${root}\nx\ty\n`, 'control characters'],
    ['CRLF', `3\r\n${root}\r\n`, 'control characters'],
    ['an empty line', `3\n${root}\n\n`, 'a line is empty'],
    ['an empty line before others', `3\n${root}\n\nmore\n`, 'a line is empty'],
    ['a size of 2^63', `9223372036854775808\n${root}\n`, 'no log has so many entries'],
    ['a size below nothing', `-3\n${root}\n`, 'its size is not written as a number'],
    ['zeros in front', `03\n${root}\n`, 'its size is not written as a number'],
    ['base64 that may be written in another way', `3\n${root.replace('A=', 'B=')}\n`, 'its root is not 32 bytes'],
    ['a longer root', `3\n${Buffer.alloc(33).toString('base64')}\n`, 'its root is not 32 bytes'],
  ])('is none with %s in it, whoever signed it', async (_name, lines, message) => {
    const files = signedBy(signer);
    files.set('checkpoint', Buffer.from(noteOf(`${ORIGIN}\n${lines}`, signer)));
    await expect(verify(files)).rejects.toThrow(message);
  });

  it('is none in bytes that are no text, and none of ten thousand signatures', async () => {
    const note = checkpointOf(entries, signer);
    const files = signedBy(signer);
    files.set('checkpoint', Buffer.concat([Buffer.from(note), Buffer.of(0xe2, 0x80)]));
    await expect(verify(files)).rejects.toThrow('no UTF-8');
    files.set('checkpoint', Buffer.from(note + `${note.split('\n').at(-2)}\n`.repeat(10_000)));
    await expect(verify(files)).rejects.toThrow('more than 200000 characters');
  });

  it('may be signed by sixteen witnesses with long signatures', async () => {
    const files = signedBy(signer);
    const witness = `\u2014 witness.example ${Buffer.alloc(5_000, 7).toString('base64')}\n`;
    files.set('checkpoint', Buffer.from(checkpointOf(entries, signer) + witness.repeat(15)));
    expect((await verify(files)).findings).toEqual([]);
  });

  it('of more entries than there are files is given up soon', async () => {
    const files = signedBy(signer);
    files.set('checkpoint', Buffer.from(noteOf(`${ORIGIN}\n${Number.MAX_SAFE_INTEGER}\n${root}\n`, signer)));
    expect(firstBad(await verify(files))).toBe(0);
  });

  it('of no entries has one root only', async () => {
    const files = signedBy(signer);
    files.set('checkpoint', Buffer.from(noteOf(`${ORIGIN}\n0\n${root}\n`, signer)));
    expect((await verify(files)).findings).toEqual([{ exact: false, what: expect.stringContaining('it has none') }]);
  });

  it('may be signed by others too', async () => {
    const files = signedBy(signer);
    files.set('checkpoint', Buffer.from(checkpointOf(entries, newSigner(), signer, newSigner())));
    expect((await verify(files)).findings).toEqual([]);
  });
});

it.each([
  'sample',
  'a+b',
  `${signer.vkey.slice(0, -4)}AAA=`,
  signer.vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
  signer.vkey.replace('sample', 'other'),
])('%s is no verifier key', (vkey) => {
  expect(() => readVerifierKey(vkey, nodePlatform)).toThrow();
});

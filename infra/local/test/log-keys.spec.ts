import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openNote, readVerifierKey } from '@doorstep/verifier';
import { nodePlatform } from '@doorstep/verifier/node';
import { verifierKey } from '../src/stack/log-keys.js';

describe('the verifier key of the log', () => {
  it('is made from its private key, and checks what that key signed', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const vkey = verifierKey('log.example/audit', pem);
    const key = readVerifierKey(vkey, nodePlatform);
    const noteWith = (signer: typeof privateKey): string => {
      const signature = Buffer.concat([Buffer.from(key.id, 'hex'), sign(null, Buffer.from('text\n'), signer)]);
      return `text\n\n\u2014 log.example/audit ${signature.toString('base64')}\n`;
    };
    expect(await openNote(noteWith(privateKey), [key])).toMatchObject({ text: 'text\n' });
    const stranger = generateKeyPairSync('ed25519').privateKey;
    await expect(openNote(noteWith(stranger), [key])).rejects.toThrow('is false');
  });
});

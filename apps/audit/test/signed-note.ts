import { generateKeyPairSync, hash, sign, type KeyObject } from 'node:crypto';

/** A key of nobody's log, as C2SP signed-note writes its verifier key, and notes signed with it. */
export interface OtherSigner {
  readonly name: string;
  readonly key: KeyObject;
  readonly vkey: string;
  readonly id: Buffer;
}

export function otherSigner(name: string): OtherSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const material = Buffer.concat([Buffer.of(1), publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)]);
  const named = Buffer.concat([Buffer.from(`${name}\n`), material]);
  const id = (hash('sha256', named, 'buffer') as Buffer).subarray(0, 4);
  return { name, key: privateKey, id, vkey: `${name}+${id.toString('hex')}+${material.toString('base64')}` };
}

/** The text, signed. */
export function notedBy({ name, key, id }: OtherSigner, text: string): string {
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString('base64');
  return `${text}\n\u2014 ${name} ${signature}\n`;
}

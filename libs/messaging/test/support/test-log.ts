import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { EventEnvelope } from '@doorstep/contracts';
import type { RepairRecord } from '../../src/repair/repairs.schema.js';

const ORIGIN = 'test.example/log';

/** A public log by the book, which signs a checkpoint of size 1 for each record: its path is empty and its root the leaf. */
export class TestLog {
  readonly vkey: string;
  private readonly key: KeyObject;
  private readonly id: Buffer;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const material = Buffer.concat([Buffer.of(1), publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)]);
    this.key = privateKey;
    this.id = sha256(`${ORIGIN}\n`, material).subarray(0, 4);
    this.vkey = `${ORIGIN}+${this.id.toString('hex')}+${material.toString('base64')}`;
  }

  /** Logs the bytes and answers them with their proof. */
  prove(bytes: Buffer | null): RepairRecord {
    const value = bytes ?? Buffer.alloc(0);
    const { source, sequence } = JSON.parse(value.toString()) as EventEnvelope;
    const salt = randomBytes(32);
    const commitment = sha256(salt, value).toString('base64');
    const entry = `{"commitment":"${commitment}","sequence":"${sequence}","source":"${source}"}`;
    const text = `${ORIGIN}\n1\n${sha256(Buffer.of(0), entry).toString('base64')}\n`;
    const signature = Buffer.concat([this.id, sign(null, Buffer.from(text), this.key)]).toString('base64');
    const checkpoint = `${text}\n\u2014 ${ORIGIN} ${signature}\n`;
    return {
      bytes: value.toString('base64'),
      salt: salt.toString('base64'),
      proof: `c2sp.org/tlog-proof@v1\nindex 0\n\n${checkpoint}`,
    };
  }
}

/** The one that the services of a test were given the key of. */
export const testLog = new TestLog();

function sha256(...parts: (Uint8Array | string)[]): Buffer {
  return createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest();
}

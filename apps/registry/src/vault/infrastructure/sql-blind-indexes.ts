import { createSecretKey, randomBytes } from 'node:crypto';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { BlindIndexes } from '../application/blind-indexes.port.js';
import { KeyWrapper } from '../application/key-wrapper.port.js';
import { BlindIndex } from '../domain/blind-index.js';
import { KEY_BYTES } from '../domain/sealed-box.js';

const CONTEXT = 'service/blind-index';
const READ = `SELECT wrapped FROM vault.service_key WHERE name = 'blind-index'`;
const MAKE = `INSERT INTO vault.service_key (name, wrapped, made_at) VALUES ('blind-index', $1, now()) ON CONFLICT (name) DO NOTHING`;

/** The key is one of the service itself, wrapped like those of persons, and kept unwrapped once it is committed. */
@Injectable()
export class SqlBlindIndexes extends BlindIndexes {
  private index: BlindIndex | undefined;

  constructor(private readonly wrapper: KeyWrapper) {
    super();
  }

  async current(tx: Tx): Promise<BlindIndex> {
    if (this.index) return this.index;
    const [known] = await tx.query<{ wrapped: Buffer }>(READ);
    const wrapped = known?.wrapped ?? (await this.make(tx));
    const [secret] = await this.wrapper.unwrap([wrapped], [CONTEXT]);
    const index = new BlindIndex(createSecretKey(secret as Buffer));
    tx.afterCommit(() => (this.index = index));
    return index;
  }

  private async make(tx: Tx): Promise<Buffer> {
    const [wrapped] = await this.wrapper.wrap([randomBytes(KEY_BYTES)], [CONTEXT]);
    await tx.query(MAKE, [wrapped]);
    const [row] = await tx.query<{ wrapped: Buffer }>(READ);
    return (row as { wrapped: Buffer }).wrapped;
  }
}
